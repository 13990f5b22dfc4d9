package dev.sallyport.auth.trail;

import dev.sallyport.audit.recording.Recipients;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingSpool;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.audit.recording.SpoolSettings;
import dev.sallyport.pki.hpke.RecipientKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** A recording as an agent makes it: a few chunks of a session that printed a lot. */
final class RecordedChunks {

    private static final int OUTPUT_BYTES = 600_000;

    private RecordedChunks() {}

    static List<byte[]> of(String session, Path spoolFolder) throws IOException {
        return of(session, spoolFolder, "", List.of());
    }

    /** One that shows this first, encrypted for these keys. */
    static List<byte[]> of(String session, Path spoolFolder, String shown, List<RecipientKey> keys) throws IOException {
        RecordingHeader header = new RecordingHeader(
                UUID.fromString(session), "alice", "alice", "", "web1", "shell", "", "xterm", Instant.EPOCH, 80, 24);
        byte[] noise = new byte[OUTPUT_BYTES];
        new Random(1).nextBytes(noise);
        return of(header, spoolFolder, keys, shown.getBytes(StandardCharsets.UTF_8), noise);
    }

    /** Of a command without a terminal, which prints nothing but zeros. */
    static List<byte[]> withoutTerminal(String session, Path spoolFolder, int bytes) throws IOException {
        RecordingHeader header = new RecordingHeader(
                UUID.fromString(session), "alice", "alice", "", "web1", "exec", "cat", "", Instant.EPOCH, 0, 0);
        return of(header, spoolFolder, List.of(), new byte[bytes]);
    }

    private static List<byte[]> of(RecordingHeader header, Path spoolFolder, List<RecipientKey> keys, byte[]... outputs)
            throws IOException {
        SpoolSettings settings = SpoolSettings.DEFAULT.with(new Recipients(() -> keys, new SecureRandom()));
        try (RecordingSpool spool = RecordingSpool.open(spoolFolder, settings, InstantSource.system())) {
            try (RecordingWriter writer = spool.start(header, RecordingMode.STRICT, _ -> {})) {
                for (byte[] output : outputs) {
                    writer.output(output, 0, output.length);
                }
                var _ = writer.end(new RecordingEnd.Exited(0));
            }
        }
        try (Stream<Path> files = Files.walk(spoolFolder)) {
            Path file = files.filter(each -> each.toString().endsWith(".rec"))
                    .findFirst()
                    .orElseThrow();
            List<byte[]> chunks = new ArrayList<>();
            try (RecordingChunks recorded = RecordingChunks.of(file)) {
                recorded.forEachRemaining(chunks::add);
            }
            return chunks;
        }
    }
}
