/**
 * Ordered key-value with revisions, leases and watch: what auth keeps a cluster in.
 *
 * <p>May use the JDK, {@code model}, the SQLite driver and a pool of connections to PostgreSQL. Promises: a write that
 * returned is durable (in {@link dev.sallyport.store.SqliteStore} and {@link dev.sallyport.store.PostgresStore}; the memory store lives as long as its process); commits are all or none;
 * implementations behave alike, which one contract test checks.
 *
 * <p>{@link dev.sallyport.store.Mutation} is what a write does and means, {@link dev.sallyport.store.Space} what it does it to: a transaction of
 * SQLite, one that is decided in memory and sent to PostgreSQL whole, or maps. Reading needs neither.
 */
@NullMarked
package dev.sallyport.store;

import org.jspecify.annotations.NullMarked;
