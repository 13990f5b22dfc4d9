/**
 * The access decision: a pure function from identity, resource, wanted action, roles and circumstances to {@link
 * dev.sallyport.model.access.Decision}.
 *
 * <p>Promise: deny unless something allows, and whatever allows; no exception on the way turns into an allow; the same
 * inputs give the same answer with the same trail, in whatever order the roles come.
 */
@NullMarked
package dev.sallyport.model.access;

import org.jspecify.annotations.NullMarked;
