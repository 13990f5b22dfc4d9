/**
 * {@code make soak}: many bulk transfers each way through a cluster, recording on; every one complete by checksum and ended with
 * its exit code.
 */
@NullMarked
package dev.sallyport.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
