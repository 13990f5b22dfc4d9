/**
 * {@code sally}, the program that people use. {@link dev.sallyport.cli.Main} starts {@code cli.command}; {@code sally proxy ssh} has a main
 * class of its own in {@code cli.knock}.
 *
 * <p>May use: api, pki, protocols' knock, audit's playback.
 */
@NullMarked
package dev.sallyport.cli;

import org.jspecify.annotations.NullMarked;
