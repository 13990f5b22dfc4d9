/**
 * The rules of the house, as tests that read the code: which way imports may point, how big a room may grow, which names
 * and habits are not let in. What a rule allows, and why, is in {@code docs/reference/arrows.txt} and
 * {@code docs/reference/size-exceptions.txt}.
 *
 * <p>May use ArchUnit and the compiler's syntax trees. Promise: a message says what to do next.
 */
@NullMarked
package dev.sallyport.e2e.house;

import org.jspecify.annotations.NullMarked;
