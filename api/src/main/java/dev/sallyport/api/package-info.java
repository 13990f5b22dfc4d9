/**
 * The contract between processes: the generated stubs ({@code api.v1}), the channel that clients of auth use, how failures
 * cross it. May use the model, pki and gRPC.
 *
 * <p>Promise: every client speaks TLS 1.3 with auth itself, whoever carries the bytes; a call ends with an answer or a
 * {@link dev.sallyport.model.Failure} within its deadline; what a server did not expect never shows its insides.
 */
@NullMarked
package dev.sallyport.api;

import org.jspecify.annotations.NullMarked;
