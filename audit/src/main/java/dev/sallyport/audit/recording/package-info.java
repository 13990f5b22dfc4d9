/**
 * Recordings of sessions: the format, writing and spooling on an agent, uploading, keeping on auth's side, reading.
 * {@code docs/reference/recording-format.md} gives the format byte by byte.
 *
 * <p>A recording is a chain of chunks. The {@link dev.sallyport.audit.recording.RecordingWriter} copies what a session
 * shows into a buffer; the threads of the {@link dev.sallyport.audit.recording.RecordingSpool} pack full or old buffers
 * into chunks and append them to the recording's file. The {@link dev.sallyport.audit.recording.Uploader} carries chunks to a
 * {@link dev.sallyport.audit.recording.ChunkSink}, behind which a {@link dev.sallyport.audit.recording.RecordingStore}
 * keeps them. The {@link dev.sallyport.audit.recording.RecordingReader} turns chunks into entries again.
 *
 * <p>May use the JDK, {@code model} and zstd. Promises: bounded memory whatever a file or peer holds; what a writer
 * took more than a tenth of a second ago survives {@code kill -9} of the process; a chunk that a store acknowledged survives the loss of power; no
 * chunk can be changed, left out or put elsewhere without the reader noticing.
 */
@NullMarked
package dev.sallyport.audit.recording;

import org.jspecify.annotations.NullMarked;
