/**
 * Drives the built distribution from outside, as a person or a script would: child processes, files, loopback
 * addresses. Used by {@code e2e} and {@code benchmarks}. Uses nothing but the JDK.
 *
 * <p>Promise: what a {@link dev.sallyport.testing.dist.DistCluster} started is gone when it is closed: processes, and
 * files under its own directory.
 */
@NullMarked
package dev.sallyport.testing.dist;

import org.jspecify.annotations.NullMarked;
