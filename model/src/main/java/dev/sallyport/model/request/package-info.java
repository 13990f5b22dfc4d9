/**
 * Access requests: what roles say of them, and the pure function that decides about one. May use {@code model.role} and
 * {@code model.expression}.
 *
 * <p>Promise: one more denial never approves; what the author, or an account that shares something with the author, says
 * never counts.
 */
@NullMarked
package dev.sallyport.model.request;

import org.jspecify.annotations.NullMarked;
