/**
 * The hot path: {@code sally proxy ssh}, which OpenSSH starts for every connection as its ProxyCommand. A start costs about 40 ms, most of it the
 * JVM's own, and stays there only while this package keeps off what is slow to load.
 *
 * <p>May use: of the JDK {@code java.io}, {@code java.net} and threads; {@code protocols.knock}; {@code cli.terminal.Neutral} for a refusal. No
 * lambdas, streams, regular expressions, formatting, {@code java.nio.file} or logging. TLS only in {@code RelayConnection} and
 * {@code HostTrust}, which are loaded where a network lets nothing else through; no library beyond the JDK even there, because the class path is
 * as small as the path.
 *
 * <p>Promise: nothing but the session's bytes goes to standard output; a refusal is one line on standard error and a distinct exit code.
 */
@NullMarked
package dev.sallyport.cli.knock;

import org.jspecify.annotations.NullMarked;
