package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.s3.Buckets;
import dev.sallyport.auth.s3.S3Blobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.s3.BadDays;
import dev.sallyport.testing.s3.BadDays.Fault;
import dev.sallyport.testing.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings in a real S3 server on its bad days: nothing acknowledged is missing, nothing is there twice, and what is wrong is said. */
class S3BadDaysTest {

    private static final String SESSION = "01890a5d-ac96-774b-bcce-b302099a8057";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static S3Server server;
    private static List<byte[]> chunks;
    private static int rounds;

    private BadDays days;
    private S3Blobs blobs;
    private RecordingStore store;
    private String prefix = "";

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(shared);
        chunks = RecordedChunks.of(SESSION, shared.resolve("spool"));
        assertThat(chunks).hasSizeGreaterThan(2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        days = BadDays.before(server);
        prefix = "round" + rounds++ + "/";
        blobs = Buckets.hasty(Buckets.settings(folder, days.endpoint(), prefix));
        store = another();
    }

    @AfterEach
    void close() throws IOException {
        blobs.close();
        days.close();
    }

    /** As auth sees it after a restart. */
    private RecordingStore another() {
        return RecordingStore.in(blobs, folder.resolve("recordings"));
    }

    private void put(int from, int end) {
        store.put(SESSION, from, chunks.subList(from, end), end == chunks.size());
    }

    private List<byte[]> stored() {
        List<byte[]> all = new ArrayList<>();
        try (RecordingChunks read = another().read(SESSION)) {
            read.forEachRemaining(all::add);
        }
        return all;
    }

    private void requireAll() {
        days.end();
        assertThat(stored()).usingElementComparator(Arrays::compare).isEqualTo(chunks);
    }

    private static boolean any(String call) {
        return !call.isEmpty();
    }

    private static Predicate<String> calls(String method) {
        return call -> call.startsWith(method);
    }

    private String objectOf(int chunk) {
        return prefix + "recordings/57/" + SESSION + "/0000000" + chunk;
    }

    @Test
    void serversThatAreBusyAreAskedAgain() {
        // Given
        days.next(2, calls("PUT"), new Fault.Refused(503, "SlowDown"));
        days.next(1, calls("GET"), new Fault.Refused(500, "InternalError"));

        // When
        put(0, chunks.size());

        // Then
        requireAll();
        assertThat(blobs.trouble()).isEmpty();
    }

    @Test
    void aServerThatStaysBadIsToldAndWhatWasNotAcknowledgedIsTakenAgain() {
        // Given
        put(0, 1);
        days.next(100, S3BadDaysTest::any, new Fault.Refused(503, "SlowDown"));

        // When
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> put(1, chunks.size()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE))
                .withMessageContaining("503 SlowDown");

        // Then
        assertThat(blobs.trouble()).isPresent();
        days.end();
        put(1, chunks.size());
        requireAll();
        assertThat(blobs.trouble()).isEmpty();
    }

    @Test
    void aPutWhoseAnswerIsLostIsNotThereTwice() {
        // Given
        days.next(1, calls("PUT"), new Fault.AnswerLost());

        // When
        put(0, 2);
        days.next(100, calls("PUT"), new Fault.AnswerLost());
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> put(2, chunks.size()));
        days.end();
        put(1, chunks.size());

        // Then
        requireAll();
        assertThat(blobs.list("recordings/", "", 9)).hasSize(2);
    }

    @Test
    void answersThatAreCutOffOrChangedOnTheWayAreReadAgain() {
        // Given
        put(0, chunks.size());
        days.next(1, calls("GET /" + S3Server.BUCKET + "/round"), new Fault.Cut(100));
        days.next(1, calls("GET /" + S3Server.BUCKET + "/round"), new Fault.Corrupted());

        // When
        List<byte[]> read = stored();

        // Then
        assertThat(read).usingElementComparator(Arrays::compare).isEqualTo(chunks);
    }

    @Test
    void anObjectThatIsDamagedWhereItLiesIsNamed() throws IOException {
        // Given
        put(0, chunks.size());
        Path object = server.bucket().resolve(objectOf(0));
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.write(object, bytes);

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(this::stored)
                .withMessageContaining(objectOf(0).substring(prefix.length()))
                .withMessageContaining("damaged");
    }

    @Test
    void objectsThatAreOutOfSightForAWhileAreWaitedFor() {
        // Given
        put(0, 1);
        put(1, chunks.size());
        RecordingStore restarted = another();
        assertThat(restarted.durableChunks(SESSION)).isEqualTo(chunks.size());
        days.next(2, call -> call.contains("/00000001"), new Fault.Refused(404, "NoSuchKey"));

        // When
        List<byte[]> read = stored();

        // Then
        assertThat(read).hasSize(chunks.size());

        // When
        days.next(100, call -> call.startsWith("GET"), new Fault.Refused(404, "NoSuchKey"));

        // Then
        RecordingStore blind = another();
        days.end();
        days.next(
                100,
                call -> call.contains("/00000001") || call.contains("list-type"),
                new Fault.Refused(404, "NoSuchKey"));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> blind.requireWhole(SESSION))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE));
    }

    @Test
    void aServerThatHangsHoldsUpItsOwnCallOnly() throws Exception {
        // Given
        CountDownLatch hang = new CountDownLatch(1);
        days.next(1, calls("PUT"), new Fault.Held(hang));
        Thread slow = Thread.ofVirtual().start(() -> put(0, chunks.size()));
        String other = "01890a5d-ac96-774b-bcce-b302099a8058";

        // When
        List<byte[]> others = RecordedChunks.of(other, folder.resolve("spool"));
        await().until(() -> days.asked().stream().anyMatch(calls("PUT")));
        store.put(other, 0, others, true);

        // Then
        assertThat(store.durableChunks(other)).isEqualTo(others.size());
        hang.countDown();
        assertThat(slow.join(java.time.Duration.ofSeconds(20))).isTrue();
        requireAll();
        assertThat(hang.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsWrongIsSaidInWords() throws IOException {
        // Given
        for (String[] each : new String[][] {
            {"403", "AccessDenied", "access is denied", "s3:PutObject"},
            {"404", "NoSuchBucket", "no such bucket", "auth.storage.bucket"},
            {"400", "AuthorizationHeaderMalformed", "not in region", "auth.storage.region"},
            {"403", "RequestTimeTooSkewed", "clocks", "timedatectl"},
            {"403", "ExpiredToken", "not good any more", "where they come from"},
        }) {
            days.next(100, S3BadDaysTest::any, new Fault.Refused(Integer.parseInt(each[0]), each[1]));

            // Then
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> put(0, 1))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE))
                    .withMessageContaining(each[2])
                    .withMessageContaining(each[3]);
            days.end();
        }
        try (S3Blobs wrong = Buckets.hasty(Buckets.wrongSecret(folder, server.endpoint()))) {
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> wrong.create("a", new byte[1]))
                    .withMessageContaining("secret_key_file")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not-the-secret"));
        }
        days.close();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> put(0, 1)).withMessageContaining("gave no answer");
    }

    @Test
    void whereTheServerHasNoConditionalPutsNothingIsOverwrittenEither() {
        // Given
        days.next(1, calls("PUT"), new Fault.Refused(501, "NotImplemented"));

        // When
        put(0, 2);
        put(2, chunks.size());

        // Then
        requireAll();
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> blobs.create("recordings/57/" + SESSION + "/00000000", new byte[3]))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT));
    }
}
