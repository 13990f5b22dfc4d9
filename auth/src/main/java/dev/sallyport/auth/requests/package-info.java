/**
 * Access requests: kept, decided about, made part of logins. May use {@code auth.state}, {@code auth.locks}, {@code auth.lists}, {@code
 * auth.roles} and {@code model}; knows nothing of how people prove who they are.
 *
 * <p>Promise: a request gives what was approved, to whom it was approved for, until its end and no longer; one that was
 * dropped is worth nothing from then on.
 */
@NullMarked
package dev.sallyport.auth.requests;

import org.jspecify.annotations.NullMarked;
