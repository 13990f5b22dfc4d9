package dev.sallyport.agent.ssh.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyObserverTest {

    private final List<FileOperation> seen = new ArrayList<>();

    @Test
    void anUploadIsSeenHoweverItsBytesAreCut() {
        for (int seed = 0; seed < 50; seed++) {
            // Given
            seen.clear();
            SftpObserver observer = new SftpObserver(seen::add);
            Random random = new Random(seed);

            // When
            feed(random, packet(3, 1, text("/tmp/f"), number(2), number(0)), observer::fromClient);
            feed(random, packet(102, 1, text("h\0\1")), observer::fromServer);
            feed(random, packet(6, 2, text("h\0\1"), new byte[8], text("x".repeat(5000))), observer::fromClient);
            feed(random, packet(101, 2, number(0), text("ok"), text("")), observer::fromServer);
            feed(random, packet(4, 3, text("h\0\1")), observer::fromClient);
            feed(random, packet(101, 3, number(0), text("ok"), text("")), observer::fromServer);

            // Then
            assertThat(seen)
                    .containsExactly(
                            new FileOperation.Sftp("open", "/tmp/f", "", "write", 0, 0),
                            new FileOperation.Sftp("close", "/tmp/f", "", "write", 0, 5000));
        }
    }

    @Test
    void whatTheServerRefusedIsNotReportedAsDone() {
        SftpObserver observer = new SftpObserver(seen::add);
        Random random = new Random(1);
        feed(random, packet(200, 9, text("posix-rename@openssh.com"), text("a"), text("b")), observer::fromClient);
        feed(random, packet(101, 9, number(3), text("no"), text("")), observer::fromServer);
        assertThat(seen).containsExactly(new FileOperation.SftpFailed("rename", "a", "b", "permission denied"));
    }

    @Test
    void aFileThatWasNeverClosedIsClosedByTheEnd() {
        SftpObserver observer = new SftpObserver(seen::add);
        Random random = new Random(1);
        feed(random, packet(3, 1, text("f"), number(1), number(0)), observer::fromClient);
        feed(random, packet(102, 1, text("h")), observer::fromServer);
        feed(random, packet(5, 2, text("h"), new byte[8], number(100)), observer::fromClient);
        feed(random, packet(103, 2, text("y".repeat(60))), observer::fromServer);
        observer.end();
        assertThat(seen).last().isEqualTo(new FileOperation.Sftp("close", "f", "", "read", 60, 0));
    }

    @Test
    void whatCannotBeFollowedIsAnErrorNotSilence() {
        byte[] endless = ByteBuffer.allocate(5).putInt(1 << 30).array();
        assertThatThrownBy(() -> new SftpObserver(seen::add).fromClient(endless, 0, 5))
                .isInstanceOf(Failure.class);
        byte[] cut = packet(13, 1, number(500));
        assertThatThrownBy(() -> new SftpObserver(seen::add).fromClient(cut, 0, cut.length))
                .isInstanceOf(Failure.class);
    }

    @Test
    void noBytesMakeAnObserverThrowAnythingButAFailure() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                ByteBuffer.wrap(bytes).putInt(random.nextInt(300));
            }
            CopyObserver sftp = new SftpObserver(seen::add);
            CopyObserver scp = ScpObserver.of("scp -t x", seen::add).orElseThrow();
            for (CopyObserver observer : List.of(sftp, scp)) {
                try {
                    observer.fromClient(bytes, 0, bytes.length);
                    observer.fromServer(bytes, 0, bytes.length);
                } catch (Failure expected) {
                    assertThat(expected.text()).isNotEmpty();
                }
                observer.end();
            }
        }
    }

    @Test
    void filesInDirectoriesOverScpHaveTheirPaths() {
        // Given
        CopyObserver observer =
                ScpObserver.of("/usr/bin/scp -r -p -t -- /tmp", seen::add).orElseThrow();
        byte[] stream = "T1 0 1 0\nD0755 0 d\nC0644 5 f\nhello\0C0600 0 empty\n\0E\nC0644 2 g\nhi\0".getBytes(UTF_8);

        // When
        for (byte one : stream) {
            observer.fromClient(new byte[] {one}, 0, 1);
        }

        // Then
        assertThat(seen)
                .containsExactly(
                        new FileOperation.Scp(true, "d/f", 5),
                        new FileOperation.Scp(true, "d/empty", 0),
                        new FileOperation.Scp(true, "g", 2));
    }

    @Test
    void onlyTheRemoteHalfOfScpIsOne() {
        assertThat(ScpObserver.of("scp -f file", seen::add)).isPresent();
        assertThat(ScpObserver.of("scp -v -t .", seen::add)).isPresent();
        assertThat(ScpObserver.of("scp a host:b", seen::add)).isEmpty();
        assertThat(ScpObserver.of("echo scp -t", seen::add)).isEmpty();
        assertThat(ScpObserver.of("myscp -t x", seen::add)).isEmpty();
    }

    private interface Take {
        void take(byte[] bytes, int offset, int length);
    }

    private static void feed(Random random, byte[] bytes, Take take) {
        int at = 0;
        while (at < bytes.length) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(40));
            take.take(bytes, at, n);
            at += n;
        }
    }

    private static byte[] packet(int type, int id, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(type);
        body.writeBytes(number(id));
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.writeBytes(number(body.size()));
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] text(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(UTF_8);
        out.writeBytes(number(bytes.length));
        out.writeBytes(bytes);
        return out.toByteArray();
    }
}
