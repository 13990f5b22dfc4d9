/** The SSH service before the real OpenSSH client, on a loopback socket that the test listens on. */
@NullMarked
package dev.sallyport.agent.ssh;

import org.jspecify.annotations.NullMarked;
