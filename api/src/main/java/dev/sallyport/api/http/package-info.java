/**
 * The API as JSON over HTTP: which method answers where. Strings only, so that a client that never asks for them loads none.
 *
 * <p>Promise: every method that people call is here, or the reference says that it has no such path.
 */
@NullMarked
package dev.sallyport.api.http;

import org.jspecify.annotations.NullMarked;
