/**
 * What a person sees: text made harmless, tables that fit, prompts, JSON for programs, failures as one line.
 *
 * <p>May use: the JDK and the model. {@link dev.sallyport.cli.terminal.Neutral} is also used by the hot path, so it stays plain.
 *
 * <p>Promise: nothing that came from the cluster reaches a terminal other than through {@link dev.sallyport.cli.terminal.Neutral}: tables,
 * messages and JSON all pass it.
 */
@NullMarked
package dev.sallyport.cli.terminal;

import org.jspecify.annotations.NullMarked;
