/**
 * Finding text in recordings, and going to a time in them: a recording is drawn once, when it is complete, on a screen in memory; the lines
 * that it showed and pictures of the screen are kept beside it. {@code docs/reference/recording-format.md} gives the file byte by byte.
 *
 * <p>May use the JDK, {@code model}, zstd, {@code audit.terminal} and {@code audit.recording}. Promises: bounded memory, whatever is in the recording; an index is never larger
 * than its bounds; what is kept is sealed, so a stolen disk shows nothing; a filter that says no is right.
 */
@NullMarked
package dev.sallyport.audit.search;

import org.jspecify.annotations.NullMarked;
