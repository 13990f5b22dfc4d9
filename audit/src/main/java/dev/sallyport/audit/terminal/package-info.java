/**
 * What a terminal makes of a stream of bytes: its parts (text, controls, sequences), and the screen that they draw.
 *
 * <p>May use the JDK. Promises: bounded memory and time for each byte, whatever the bytes; never throws. Nothing here is shown to anybody: what
 * a person's terminal gets goes through {@code audit.playback}.
 */
@NullMarked
package dev.sallyport.audit.terminal;

import org.jspecify.annotations.NullMarked;
