/**
 * The nouns of the system and how it fails. Uses nothing but the JDK; every other module may use it.
 *
 * <p>Promise: values only. Nothing here reads a clock, a file or the network, so everything here can be tested as a
 * function.
 */
@NullMarked
package dev.sallyport.model;

import org.jspecify.annotations.NullMarked;
