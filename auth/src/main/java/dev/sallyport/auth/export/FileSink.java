package dev.sallyport.auth.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Appends lines, and forces them to the disk. Opened for each batch: whoever rotates it moves it away. */
record FileSink(Path path, ExportFormat format) implements Sink {

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        try (FileChannel out = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))) {
            ByteBuffer rest = ByteBuffer.wrap(lines(batch, format).getBytes(StandardCharsets.UTF_8));
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(false);
        }
    }

    static String lines(List<ExportedEvent> batch, ExportFormat format) {
        return batch.stream().map(event -> format.line(event) + "\n").collect(Collectors.joining());
    }
}
