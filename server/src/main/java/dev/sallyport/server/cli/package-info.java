/**
 * The commands of {@code sallyportd}. May use picocli, {@code server.config}, {@code server.diagnostics} and {@code
 * server.wiring}. Promises: an error is one clear line on standard error and an exit code of its kind ({@link
 * dev.sallyport.server.cli.ExitCode}), never a stack trace.
 */
@NullMarked
package dev.sallyport.server.cli;

import org.jspecify.annotations.NullMarked;
