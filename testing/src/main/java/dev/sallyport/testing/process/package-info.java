/**
 * Processes of their own for tests that kill them or take rights from them. JDK only.
 *
 * <p>Promise: a process ends with the object that stands for it.
 */
@NullMarked
package dev.sallyport.testing.process;

import org.jspecify.annotations.NullMarked;
