package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.terminal.StreamText;
import java.io.IOException;

/** asciicast v2: a header, then {@code [seconds, "o", "text"]}. */
final class AsciicastExport implements Export {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    private final Appendable to;
    private final StreamText output = new StreamText();
    private final StreamText input = new StreamText();

    AsciicastExport(RecordingHeader header, Appendable to) throws IOException {
        this.to = to;
        int columns = header.columns() > 0 ? header.columns() : DEFAULT_COLUMNS;
        int rows = header.rows() > 0 ? header.rows() : DEFAULT_ROWS;
        to.append("{\"version\": 2, \"width\": ").append(Integer.toString(columns));
        to.append(", \"height\": ").append(Integer.toString(rows));
        to.append(", \"timestamp\": ").append(Long.toString(header.start().getEpochSecond()));
        if (!header.command().isEmpty()) {
            to.append(", \"command\": ").append(Json.quote(header.command()));
        }
        to.append(", \"title\": ").append(Json.quote(header.user() + ", " + header.login() + "@" + header.nodeName()));
        to.append(", \"env\": {\"TERM\": ")
                .append(Json.quote(header.terminal()))
                .append("}}\n");
    }

    @Override
    public void entry(RecordingEntry entry) throws IOException {
        switch (entry) {
            case RecordingEntry.Data data -> data(data);
            case RecordingEntry.Resize resize -> event(resize.micros(), "r", resize.columns() + "x" + resize.rows());
            case RecordingEntry.End end -> event(end.micros(), "m", Ends.text(end.how()));
        }
    }

    private void data(RecordingEntry.Data data) throws IOException {
        switch (data.stream()) {
            case INPUT -> event(data.micros(), "i", input.next(data.bytes()));
            case OUTPUT, STDERR -> event(data.micros(), "o", output.next(data.bytes()));
        }
    }

    private void event(long micros, String kind, String text) throws IOException {
        to.append('[').append(Json.seconds(micros)).append(", \"").append(kind).append("\", ");
        to.append(Json.quote(text)).append("]\n");
    }
}
