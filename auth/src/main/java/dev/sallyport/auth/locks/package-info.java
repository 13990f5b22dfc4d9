/**
 * Locks: stops that take effect now. Made by administrators, and by the reset or removal of a user for the certificates
 * that were given out before. May use {@code auth.state} and {@code model.access}.
 *
 * <p>Promise: once an addition or removal has returned, every decision of this process knows of it; listeners hear of changes
 * by other processes too.
 */
@NullMarked
package dev.sallyport.auth.locks;

import org.jspecify.annotations.NullMarked;
