package dev.sallyport.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.Comment;
import dev.sallyport.api.v1.ListCommentsReply;
import dev.sallyport.api.v1.ListCommentsRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingSpool;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.audit.recording.SpoolSettings;
import dev.sallyport.cli.terminal.Offset;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session can be seen again, and does nothing to whoever sees it. */
class PlayCommandTest {

    private static final UUID SESSION = UUID.fromString("01890000-0000-7000-8000-000000000001");

    @TempDir
    private Path folder = Path.of("");

    private final FakeAuth auth = new FakeAuth(new Recordings());
    private Runner sally = new Runner(folder);

    @BeforeEach
    void begin() throws Exception {
        sally = new Runner(folder);
        Path identity = Files.writeString(folder.resolve("admin.pem"), auth.identityFile());
        sally.environment.put("SALLY_IDENTITY", identity.toString());
        record("hello \u001b[31mred\u001b[0m\u001b]0;owned\u0007\r\n");
    }

    @AfterEach
    void end() {
        auth.close();
    }

    @Test
    void playsWithColoursAndWithoutHarm() {
        // When
        int code = sally.run("play", SESSION.toString(), "--speed=100", "--skip-idle");

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.terminal.shown())
                .contains("hello \u001b[31mred", "0:00 bob: look [2J here")
                .doesNotContain("owned");
        assertThat(sally.terminal.complained()).isEqualTo("[exit 3]\n");
    }

    @Test
    void exports() {
        sally.run("play", SESSION.toString(), "--format=text");
        assertThat(sally.terminal.shown()).isEqualTo("hello red\n");
        sally.run("play", SESSION.toString(), "--format=asciicast");
        assertThat(sally.terminal.shown()).startsWith("{\"version\": 2");
        sally.run("play", SESSION.toString(), "--format=json");
        assertThat(sally.terminal.shown()).contains("\"type\": \"output\"").doesNotContain("\u001b");
    }

    @Test
    void downloadsAndPlaysTheFileAndKeepsWhatIsThere() {
        // Given
        String file = folder.resolve("kept.rec").toString();

        // When
        int code = sally.run("recordings", "download", SESSION.toString(), "--out=" + file);

        // Then
        assertThat(code).as(sally.terminal.complained()).isZero();
        assertThat(sally.run("play", file, "--format=text")).isZero();
        assertThat(sally.terminal.shown()).endsWith("hello red\n");
        assertThat(sally.run("recordings", "download", SESSION.toString(), "--out=" + file))
                .isNotZero();
        assertThat(sally.run("recordings", "export", file, "--format=json")).isZero();
    }

    @Test
    void timesWithinARecordingAreReadAndShown() {
        assertThat(Offset.parse("12:34")).isEqualTo(754_000_000L);
        assertThat(Offset.parse("1:02:03.5")).isEqualTo(3_723_500_000L);
        assertThat(Offset.text(3_723_500_000L)).isEqualTo("1:02:03");
        assertThat(Offset.text(754_000_000L)).isEqualTo("12:34");
        assertThat(sally.run("play", SESSION.toString(), "--at=noon")).isEqualTo(64);
    }

    @Test
    void unknownSessionIsOneLine() {
        assertThat(sally.run("play", "nonsense")).isEqualTo(68);
        assertThat(sally.terminal.complained()).isEqualTo("sally: there is no session nonsense\n");
    }

    @Test
    void impossibleSpeedIsExplained() {
        assertThat(sally.run("play", SESSION.toString(), "--speed=0")).isEqualTo(64);
        assertThat(sally.run("play", SESSION.toString(), "--speed=NaN")).isEqualTo(64);
    }

    private void record(String output) {
        try (RecordingSpool spool =
                RecordingSpool.open(folder.resolve("spool"), SpoolSettings.DEFAULT, InstantSource.system())) {
            RecordingHeader header = new RecordingHeader(
                    SESSION, "alice", "ubuntu", "id", "box1", "shell", "", "xterm", java.time.Instant.now(), 80, 24);
            RecordingWriter writer = spool.start(header, RecordingMode.STRICT, failure -> {
                throw failure;
            });
            byte[] bytes = output.getBytes(UTF_8);
            writer.output(bytes, 0, bytes.length);
            writer.end(new RecordingEnd.Exited(3));
        }
    }

    private final class Recordings extends RecordingServiceGrpc.RecordingServiceImplBase {
        @Override
        public void listComments(ListCommentsRequest request, StreamObserver<ListCommentsReply> caller) {
            caller.onNext(ListCommentsReply.newBuilder()
                    .addComments(Comment.newBuilder().setUser("bob").setText("look\u001b[2J here"))
                    .build());
            caller.onCompleted();
        }

        @Override
        public void readRecording(ReadRecordingRequest request, StreamObserver<RecordingChunk> caller) {
            Path file = folder.resolve("spool").resolve(request.getSessionId() + ".rec");
            if (!Files.exists(file)) {
                caller.onError(Status.NOT_FOUND
                        .withDescription("there is no session " + request.getSessionId())
                        .asException());
                return;
            }
            try (RecordingChunks chunks = RecordingChunks.of(file)) {
                int index = 0;
                while (chunks.hasNext()) {
                    if (index < request.getFromChunk()) {
                        var _ = chunks.next();
                        index++;
                        continue;
                    }
                    caller.onNext(RecordingChunk.newBuilder()
                            .setIndex(index++)
                            .setData(ByteString.copyFrom(chunks.next()))
                            .build());
                }
            }
            caller.onCompleted();
        }
    }
}
