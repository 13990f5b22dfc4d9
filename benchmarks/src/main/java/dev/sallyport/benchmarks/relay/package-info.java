/**
 * {@code make bench-relay}: what the proxy's relay and its idle agents cost, beside HAProxy in tcp mode and with TLS on both
 * sides. The agents are played by this program: they speak the tunnel's protocol and nothing above it.
 */
@NullMarked
package dev.sallyport.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
