/**
 * What the first bytes on a port say: which way they want to go, and for TLS the server name and application protocols of the
 * ClientHello (RFC 8446, section 4.1.2).
 *
 * <p>May use: the JDK. Promises: no I/O; parsing never throws and never reads past what was given, whatever the bytes; work and memory
 * are bounded by {@link dev.sallyport.protocols.tls.ClientHello#MAX_BYTES}.
 */
@NullMarked
package dev.sallyport.protocols.tls;

import org.jspecify.annotations.NullMarked;
