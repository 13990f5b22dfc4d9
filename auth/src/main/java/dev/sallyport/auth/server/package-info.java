/**
 * The port that serves the API: TLS, limits, threads. May use {@code auth.rpc}, {@code auth.authority} and the gRPC server
 * library; knows no method.
 *
 * <p>Promise: TLS 1.3 only; a renewed certificate and rotated CAs serve the next handshake without a restart; everything
 * that a stranger can make grow has a bound.
 */
@NullMarked
package dev.sallyport.auth.server;

import org.jspecify.annotations.NullMarked;
