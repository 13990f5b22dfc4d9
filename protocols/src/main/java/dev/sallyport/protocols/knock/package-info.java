/**
 * The knock: what a person's client sends before SSH, so that a proxy dials an agent. It proves a ticket that came with the login, and
 * grants nothing by itself.
 *
 * <p>May use: the JDK, and of that only what the start of a small JVM can afford; no lambdas, streams, regular expressions or string
 * concatenation on the path of {@link dev.sallyport.protocols.knock.Knock#encode}. Promises: no I/O, no clock, no randomness of its own;
 * parsing never throws, whatever the bytes; comparisons with secrets take constant time.
 */
@NullMarked
package dev.sallyport.protocols.knock;

import org.jspecify.annotations.NullMarked;
