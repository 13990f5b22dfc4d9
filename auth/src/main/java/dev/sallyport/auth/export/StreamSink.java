package dev.sallyport.auth.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes lines to a stream that stays open. */
record StreamSink(OutputStream out, ExportFormat format) implements Sink {

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        out.write(FileSink.lines(batch, format).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
