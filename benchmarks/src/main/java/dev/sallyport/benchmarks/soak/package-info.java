/**
 * {@code make soak}: many bulk transfers each way through a cluster, recording on; every one complete by checksum and ended with
 * its exit code. {@code make kills}: agent and auth killed with SIGKILL a thousand times while people work; whatever somebody was told is there.
 */
@NullMarked
package dev.sallyport.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
