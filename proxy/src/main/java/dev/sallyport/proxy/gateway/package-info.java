/**
 * The few bytes of HTTPS that a proxy speaks by itself: {@code GET /v1/trust}. May use: Netty's HTTP codec, link. Promises: one answer a
 * connection, no body read.
 */
@NullMarked
package dev.sallyport.proxy.gateway;

import org.jspecify.annotations.NullMarked;
