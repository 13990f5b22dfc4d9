/**
 * What the process tells about itself, on a loopback address of its own: {@code /healthz}, {@code /readyz}, {@code
 * /metrics}, {@code /status}.
 *
 * <p>May use the JDK's HTTP server and model. Promises: answers tell states and figures, never secrets or names of people;
 * a question costs little, and no more than a handful are answered at a time.
 */
@NullMarked
package dev.sallyport.server.diagnostics;

import org.jspecify.annotations.NullMarked;
