/**
 * The way from the agent to its proxies: control streams that come back after any outage, and data connections that the
 * agent opens when a proxy dials.
 *
 * <p>May use: pki, protocols, the control frames of api, {@code agent.ssh.Inbound}; JSSE and NIO of the JDK, no Netty: an
 * agent at rest is to be small. Promises: only proxies of the cluster are spoken to; what a proxy sends is bounded in
 * size and in number; a session that runs does not depend on its control stream.
 */
@NullMarked
package dev.sallyport.agent.tunnel;

import org.jspecify.annotations.NullMarked;
