/**
 * Bounds on connections that have proved nothing yet: how many, how many from one source, how long. May use: Netty's channel, counters.
 * Promises: whatever a stranger sends or leaves out, what it holds here is bounded and ends.
 */
@NullMarked
package dev.sallyport.proxy.guard;

import org.jspecify.annotations.NullMarked;
