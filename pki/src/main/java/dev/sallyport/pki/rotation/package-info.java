/**
 * When CA keys begin and end: a calendar, as a pure function of time. May use nothing but the JDK and the model's failures.
 *
 * <p>Promise: at any time exactly one key signs, and whatever a key signed is trusted for its whole life, unless the key
 * was revoked.
 */
@NullMarked
package dev.sallyport.pki.rotation;

import org.jspecify.annotations.NullMarked;
