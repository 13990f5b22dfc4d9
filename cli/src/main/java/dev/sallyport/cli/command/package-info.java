/**
 * The commands of {@code sally}, one class each: what they take, what they call, how they show it.
 *
 * <p>May use: picocli, api, model, audit's playback and every other package of {@code cli}. Commands do not use each other.
 *
 * <p>Promise: results go to standard output, questions and failures to standard error; JSON keeps its fields; a failure is thrown as a
 * {@link dev.sallyport.model.Failure} and shown in one place ({@code Sally}).
 */
@NullMarked
package dev.sallyport.cli.command;

import org.jspecify.annotations.NullMarked;
