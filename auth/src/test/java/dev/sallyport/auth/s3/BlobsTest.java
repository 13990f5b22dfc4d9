package dev.sallyport.auth.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.audit.blob.FolderBlobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every place keeps to, be it a folder or a bucket. */
class BlobsTest {

    @TempDir
    static Path folder;

    private static S3Server server;
    private static List<Blobs> places;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(folder);
        S3Blobs bucket = S3Blobs.open(Buckets.settings(folder, server.endpoint(), "contract/"));
        places = List.of(new FolderBlobs(folder.resolve("blobs"), "the folder", Disk.REAL), bucket);
    }

    @AfterAll
    static void stop() {
        places.forEach(Blobs::close);
        server.close();
    }

    static Stream<Blobs> places() {
        return places.stream();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void whatWasCreatedIsReadBackWholeAndInParts(Blobs blobs) {
        // When
        blobs.create("read/one", text("0123456789"));
        blobs.sync();

        // Then
        assertThat(blobs.read("read/one")).contains(text("0123456789"));
        assertThat(blobs.read("read/one", 3, 4)).contains(text("3456"));
        assertThat(blobs.read("read/one", 8, 4)).contains(text("89"));
        assertThat(blobs.read("read/one", 10, 4)).contains(new byte[0]);
        assertThat(blobs.read("read/none")).isEmpty();
        assertThat(blobs.read("read/none", 0, 4)).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void theSameAgainIsFineAndSomethingElseIsNot(Blobs blobs) {
        // Given
        blobs.create("same/one", text("this"));

        // When
        blobs.create("same/one", text("this"));

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> blobs.create("same/one", text("that")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .withMessageContaining("same/one");
        assertThat(blobs.read("same/one")).contains(text("this"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void ofManyWhoCreateAtOnceOneIsBelieved(Blobs blobs) throws Exception {
        // When
        List<Future<Boolean>> outcomes;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            outcomes = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> isCreated(blobs, "race/one", text("from " + i))))
                    .toList();
        }

        // Then
        int winners = 0;
        for (Future<Boolean> outcome : outcomes) {
            winners += outcome.get() ? 1 : 0;
        }
        assertThat(winners).isOne();
    }

    private static boolean isCreated(Blobs blobs, String name, byte[] bytes) {
        try {
            blobs.create(name, bytes);
            return true;
        } catch (Failure e) {
            assertThat(e.code()).isEqualTo(FailureCode.CONFLICT);
            return false;
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void whatIsReplacedIsTheNewOne(Blobs blobs) {
        // Given
        blobs.replace("replace/one", text("old"));

        // When
        blobs.replace("replace/one", text("new, and longer"));

        // Then
        assertThat(blobs.read("replace/one")).contains(text("new, and longer"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void namesAreListedInOrderPageByPage(Blobs blobs) {
        // Given
        Stream.of("list/b", "list/a/2", "list/a/1", "list/c.p/3", "listen/d")
                .forEach(name -> blobs.create(name, text(name)));

        // When
        List<Blobs.Stored> first = blobs.list("list/", "", 3);
        List<Blobs.Stored> second = blobs.list("list/", first.getLast().name(), 3);

        // Then
        assertThat(first)
                .containsExactly(
                        new Blobs.Stored("list/a/1", 8),
                        new Blobs.Stored("list/a/2", 8),
                        new Blobs.Stored("list/b", 6));
        assertThat(second).containsExactly(new Blobs.Stored("list/c.p/3", 10));
        assertThat(blobs.list("nothing/", "", 3)).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void whatIsDeletedIsGoneAndDeletedAgain(Blobs blobs) {
        // Given
        blobs.create("delete/a/one", text("x"));

        // When
        blobs.delete("delete/a/one");
        blobs.delete("delete/a/one");
        blobs.sync();

        // Then
        assertThat(blobs.read("delete/a/one")).isEmpty();
        assertThat(blobs.list("delete/", "", 3)).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void noNameLeavesThePlace(Blobs blobs) {
        for (String name : List.of("../up", "a/../../up", "/root", "a//b", "", "a/", "A", "a\nb")) {
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> blobs.read(name))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("places")
    void emptyThingsAndLargeOnesAreThings(Blobs blobs) {
        // Given
        byte[] large = new byte[3 << 20];
        large[large.length - 1] = 7;

        // When
        blobs.create("size/none", new byte[0]);
        blobs.create("size/large", large);

        // Then
        assertThat(blobs.read("size/none")).contains(new byte[0]);
        assertThat(blobs.read("size/large")).contains(large);
    }
}
