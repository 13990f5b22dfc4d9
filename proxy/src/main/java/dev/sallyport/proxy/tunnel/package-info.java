/**
 * Agents: control streams, the live table of nodes, dials, data connections that wait. May use: Netty, api's frames, protocols, link.
 * Promises: only a certificate of a node opens a stream; only that stream's key opens its data connections; every dial ends in a
 * connection or a refusal, within its time.
 */
@NullMarked
package dev.sallyport.proxy.tunnel;

import org.jspecify.annotations.NullMarked;
