/**
 * The few bytes of HTTPS that a proxy speaks by itself: {@code GET /v1/trust}, and the page on which a browser answers for a second factor. May use: Netty's HTTP
 * codec, link. Promises: one answer a connection, bodies of at most 16 KiB, nothing read of what a browser and auth say to each other.
 */
@NullMarked
package dev.sallyport.proxy.gateway;

import org.jspecify.annotations.NullMarked;
