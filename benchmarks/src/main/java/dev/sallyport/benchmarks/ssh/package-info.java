/**
 * {@code make bench-ssh}: the machine's own OpenSSH client through a Sallyport proxy to an agent, beside the same client on
 * the system's sshd, in the same run, in turns.
 */
@NullMarked
package dev.sallyport.benchmarks.ssh;

import org.jspecify.annotations.NullMarked;
