package dev.sallyport.audit.search;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Draws a recording to its end and keeps what it showed. Holds one chunk and one screen in memory. */
public final class RecordingIndexer {

    /** Bytes of output between two pictures, at least; in a long recording a 1024th of what came before. */
    private static final long PICTURE_BYTES = 1 << 20;

    private static final int PICTURE_CHUNKS = 64;
    private static final int SHARE = 1024;
    /** Characters of a picture; a larger one is left out, and playing begins at an earlier one. */
    private static final int MAX_PICTURE = 256 * 1024;

    private final RecordingReader recording;
    private final IndexWriter writer;
    private final SessionText text;
    private long bytes;
    private long bytesAtPicture;
    private int chunkAtPicture;
    private int chunk;

    private RecordingIndexer(RecordingReader recording, IndexWriter writer) {
        this.recording = recording;
        this.writer = writer;
        this.text = new SessionText(recording.header(), this::line);
    }

    /**
     * Writes the index of a recording that is complete.
     *
     * @throws dev.sallyport.model.Failure INVALID where the recording is damaged
     */
    public static void index(RecordingReader recording, Path file, IndexSeal seal) throws IOException {
        try (IndexWriter writer = new IndexWriter(file, recording.header().session(), seal)) {
            new RecordingIndexer(recording, writer).run();
            writer.finish();
        } catch (UncheckedIOException unwritable) {
            throw unwritable.getCause();
        }
    }

    private void run() throws IOException {
        while (recording.hasNext() && !isEnough()) {
            RecordingEntry entry = recording.next();
            if (recording.chunk() != chunk) {
                chunk = recording.chunk();
                takePicture(entry.micros());
            }
            if (entry instanceof RecordingEntry.Data data) {
                bytes += data.bytes().length;
            }
            text.entry(entry);
        }
        text.end();
    }

    /** Without a screen nothing but text is kept. */
    private boolean isEnough() {
        return writer.isFull() && !text.hasScreen();
    }

    private void takePicture(long micros) throws IOException {
        boolean due = bytes - bytesAtPicture >= Math.max(PICTURE_BYTES, bytes / SHARE)
                || chunk - chunkAtPicture >= Math.max(PICTURE_CHUNKS, chunk / SHARE);
        String picture = due ? text.picture(MAX_PICTURE) : "";
        if (!picture.isEmpty()) {
            writer.picture(micros, chunk, picture);
            bytesAtPicture = bytes;
            chunkAtPicture = chunk;
        }
    }

    private void line(TextLine line) {
        try {
            writer.line(line);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
