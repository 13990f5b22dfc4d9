/**
 * Showing recordings: on a terminal in their own time, or exported as asciicast, text and lines of JSON.
 *
 * <p>May use the JDK, {@code model} and {@code audit.recording}. Promises: what a session wrote cannot do harm to whoever looks at it later. A
 * terminal gets only sequences from {@link dev.sallyport.audit.playback.SafeSequences}'s list: they draw, and make the terminal neither
 * answer, print, copy, rename its window nor change what its keys send. Exports hold no control characters but line feeds and tabs.
 */
@NullMarked
package dev.sallyport.audit.playback;

import org.jspecify.annotations.NullMarked;
