/**
 * The access decision: a pure function from identity, resource, wanted action, roles and time to {@link
 * dev.sallyport.model.access.Decision}.
 *
 * <p>Promise: deny unless something allows; no exception on the way turns into an allow; the same inputs give the same
 * answer with the same reasons.
 */
@NullMarked
package dev.sallyport.model.access;

import org.jspecify.annotations.NullMarked;
