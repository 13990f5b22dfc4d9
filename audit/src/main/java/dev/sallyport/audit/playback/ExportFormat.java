package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import java.io.IOException;

/** What a recording can be written as. All are UTF-8 text without control characters but line feeds and tabs. */
public enum ExportFormat {
    /** <a href="https://docs.asciinema.org/manual/asciicast/v2/">asciicast v2</a>: what asciinema and its web player play. */
    ASCIICAST {
        @Override
        Export begin(RecordingReader recording, Appendable to) throws IOException {
            return new AsciicastExport(recording.header(), to);
        }
    },
    /** What was to be read, without escape sequences. */
    TEXT {
        @Override
        Export begin(RecordingReader recording, Appendable to) {
            return new TextExport(to);
        }
    },
    /** A line of JSON for the header and one for each entry. */
    JSON {
        @Override
        Export begin(RecordingReader recording, Appendable to) throws IOException {
            return new JsonExport(recording.header(), to);
        }
    };

    abstract Export begin(RecordingReader recording, Appendable to) throws IOException;

    /**
     * Writes the whole recording; holds one chunk in memory.
     *
     * @throws dev.sallyport.model.Failure INVALID where the recording is damaged; what comes before was written
     */
    public void export(RecordingReader recording, Appendable to) throws IOException {
        Export export = begin(recording, to);
        while (recording.hasNext()) {
            RecordingEntry entry = recording.next();
            export.entry(entry);
        }
        export.end();
    }
}
