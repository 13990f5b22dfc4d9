/**
 * Copies bytes between two connections on one event loop. May use: Netty, counters. Promises: nothing that was read is lost when the
 * other side half-closes; a reset stays a reset; a slow reader holds up its writer and nobody else; a relay can be cut from any thread.
 */
@NullMarked
package dev.sallyport.proxy.relay;

import org.jspecify.annotations.NullMarked;
