/**
 * A security key of software: what tests log in with. May use the JDK and the api's messages; what it says is written here byte by byte, so that it does not
 * agree with the library that verifies it by being that library.
 */
@NullMarked
package dev.sallyport.testing.factor;

import org.jspecify.annotations.NullMarked;
