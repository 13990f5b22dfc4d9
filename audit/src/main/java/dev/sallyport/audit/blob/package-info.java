/**
 * Where things are kept whole under a name: a folder here, a bucket elsewhere ({@code auth.s3}). May use the JDK, {@code model} and {@code audit.Disk}.
 *
 * <p>Promises: what was created is never overwritten by something else; a thing is there whole or not at all; what came back is
 * what was put, or a failure.
 */
@NullMarked
package dev.sallyport.audit.blob;

import org.jspecify.annotations.NullMarked;
