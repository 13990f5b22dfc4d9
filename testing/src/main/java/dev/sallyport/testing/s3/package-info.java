/**
 * A real S3 server as a process of its own, and bad days before it. JDK only; the server's jar is named by the property {@code sallyport.s3proxy}.
 */
@NullMarked
package dev.sallyport.testing.s3;

import org.jspecify.annotations.NullMarked;
