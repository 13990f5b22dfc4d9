/**
 * {@code make bench-relay}: what the proxy's relay and its idle agents cost, beside HAProxy in tcp mode and with TLS on both
 * sides. {@code make bench-locks}: how long a lock takes to reach a thousand agents. The agents are played by this program:
 * they speak the tunnel's protocol, and for locks they have the real agent's code that follows them.
 */
@NullMarked
package dev.sallyport.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
