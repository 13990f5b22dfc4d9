/**
 * Things kept in S3, or in what speaks like it. The only room that knows the SDK. May use {@code audit.blob}, {@code model}, {@code auth.export}'s TLS by PEM files, the JDK.
 *
 * <p>Promises: what was created is in the bucket when the call returns, under this name and with this content, and is never
 * overwritten; what is read was checked; a call of the server ends within half a minute, tries and all; no key is ever printed.
 */
@NullMarked
package dev.sallyport.auth.s3;

import org.jspecify.annotations.NullMarked;
