package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.terminal.StreamText;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One object a line: {@code {"time": 0.000000, "type": "output", "data": "text"}}. */
final class JsonExport implements Export {

    private final Appendable to;
    private final Map<RecordingEntry.Stream, StreamText> texts = new EnumMap<>(RecordingEntry.Stream.class);

    JsonExport(RecordingHeader header, Appendable to) throws IOException {
        this.to = to;
        to.append("{\"time\": 0.000000, \"type\": \"header\"");
        field("session", header.session().toString());
        field("user", header.user());
        field("login", header.login());
        field("node", header.node());
        field("node_name", header.nodeName());
        field("kind", header.kind());
        field("command", header.command());
        field("terminal", header.terminal());
        field("start", header.start().toString());
        number("columns", header.columns());
        number("rows", header.rows());
        to.append("}\n");
    }

    @Override
    public void entry(RecordingEntry entry) throws IOException {
        to.append("{\"time\": ").append(Json.seconds(entry.micros()));
        switch (entry) {
            case RecordingEntry.Data data -> {
                field("type", data.stream().name().toLowerCase(Locale.ROOT));
                field(
                        "data",
                        texts.computeIfAbsent(data.stream(), _ -> new StreamText())
                                .next(data.bytes()));
            }
            case RecordingEntry.Resize resize -> {
                field("type", "resize");
                number("columns", resize.columns());
                number("rows", resize.rows());
            }
            case RecordingEntry.End end -> {
                field("type", "end");
                end(end.how());
            }
        }
        to.append("}\n");
    }

    private void end(RecordingEnd how) throws IOException {
        switch (how) {
            case RecordingEnd.Exited(int code) -> number("exit_code", code);
            case RecordingEnd.Signaled(String signal) -> field("signal", signal);
            case RecordingEnd.Closed(String reason) -> field("closed", reason);
            case RecordingEnd.CutShort(String reason) -> field("cut_short", reason);
        }
    }

    private void field(String name, String value) throws IOException {
        to.append(", \"").append(name).append("\": ").append(Json.quote(value));
    }

    private void number(String name, int value) throws IOException {
        to.append(", \"").append(name).append("\": ").append(Integer.toString(value));
    }
}
