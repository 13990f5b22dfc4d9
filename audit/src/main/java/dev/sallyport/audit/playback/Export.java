package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEntry;
import java.io.IOException;

/** Writes entries in some format. */
interface Export {

    void entry(RecordingEntry entry) throws IOException;

    /** After the last. */
    default void end() throws IOException {}
}
