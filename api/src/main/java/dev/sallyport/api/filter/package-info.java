/**
 * What a listing is narrowed by: an expression over the fields of what is listed, in the language of roles.
 *
 * <p>May use {@code model}'s expressions and the descriptors of messages. Promise: whatever a caller writes is read in time
 * in proportion to its length and evaluated without effect; a mistake tells its character.
 */
@NullMarked
package dev.sallyport.api.filter;

import org.jspecify.annotations.NullMarked;
