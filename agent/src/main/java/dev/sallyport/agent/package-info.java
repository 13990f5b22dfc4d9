/**
 * The role next to the resources: joins the cluster, keeps a tunnel to its proxies, serves SSH on what comes through it,
 * and delivers events and recordings.
 *
 * <p>May use model, api, pki, protocols, audit; JSSE and NIO of the JDK, no Netty: an agent at rest is to be small. Promises:
 * it listens on nothing; it decides by certificates and roles that auth gave, whoever carried them; it comes back by itself
 * after any outage.
 */
@NullMarked
package dev.sallyport.agent;

import org.jspecify.annotations.NullMarked;
