/**
 * For services of any kind: events of their own in the audit log of a Sallyport cluster, through a transactional outbox.
 *
 * <p>May use: the JDK. Promises: an event is delivered if and only if the service's transaction committed, at least once, and is
 * in the log once; nothing that a cluster does or does not do slows a service or makes it lose an event; what the outbox
 * takes, auth takes. docs/reference/audit-sdk.md has the contract, which needs no Java.
 */
@NullMarked
package dev.sallyport.auditsdk;

import org.jspecify.annotations.NullMarked;
