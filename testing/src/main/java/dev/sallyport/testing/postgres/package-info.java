/**
 * A real PostgreSQL on a free port of loopback, for tests and benchmarks: started by them, killed by them, gone with them.
 *
 * <p>May use the JDK and the packaged server binaries. Promises: it forces to the disk what it commits, as a server in
 * production does.
 */
@NullMarked
package dev.sallyport.testing.postgres;

import org.jspecify.annotations.NullMarked;
