package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On two ends of a real connection, of which the far one reads only when it is told to. */
@Timeout(60)
class OutgoingTest {

    private final Ends ends = Ends.connect();
    private final Parcels parcels = new Parcels();
    private final Wire wire = Wire.of(new Inbound.Bare(ends.near(), "", ""));
    private final Outgoing outgoing = new Outgoing(wire, parcels);
    private final Thread writer = Thread.ofVirtual().start(this::writeAll);

    /** As a connection's writer does it. */
    private void writeAll() {
        try {
            for (Outgoing.Pending next = outgoing.next(); next != null; next = outgoing.next()) {
                wire.finish(next.bytes());
                next.written().done();
            }
        } catch (IOException e) {
            outgoing.end().forEach(pending -> pending.written().failed(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws Exception {
        outgoing.end();
        ends.close();
        writer.join();
    }

    @Test
    void packetsArriveInTheirOrder() throws Exception {
        // When
        write("one, ");
        write("two, ");
        write("three");
        // Then
        assertThat(ends.read(15)).isEqualTo("one, two, three");
    }

    @Test
    void whatIsCollectedIsKeptBackUntilItIsSent() throws Exception {
        // Given
        write("before;");
        assertThat(ends.read(7)).isEqualTo("before;");
        Future<Integer> arriving = ends.reading();
        // When
        outgoing.collect();
        assertThat(write("one, ")).isTrue();
        assertThat(write("two")).isTrue();
        // Then
        assertThat(arriving.isDone()).isFalse();
        outgoing.send();
        assertThat(arriving.get(10, TimeUnit.SECONDS)).isEqualTo(8);
    }

    @Test
    void anothersPacketTakesAlongWhatWasCollectedBeforeIt() throws Exception {
        // Given
        outgoing.collect();
        write("collected, ");
        // When
        try (var another = Executors.newVirtualThreadPerTaskExecutor()) {
            another.submit(() -> write("answer")).get();
        }
        // Then
        assertThat(ends.read(17)).isEqualTo("collected, answer");
    }

    @Test
    void whatDoesNotFitAnyMoreSendsWhatWasCollected() throws Exception {
        // Given
        outgoing.collect();
        write("small, ");
        // When
        String large = "x".repeat(Parcels.SIZE);
        Thread reader = Thread.ofVirtual()
                .start(() -> assertThat(ends.read(7 + large.length())).isEqualTo("small, " + large));
        write(large);
        // Then
        reader.join();
    }

    @Test
    void withoutAParcelEachPacketGoesByItself() throws Exception {
        // Given
        for (int taken = 0; taken < Parcels.MOST; taken++) {
            assertThat(parcels.take()).isNotNull();
        }
        // When
        outgoing.collect();
        write("at once");
        // Then
        assertThat(ends.read(7)).isEqualTo("at once");
    }

    @Test
    void whatTheKernelHasNoRoomForWaitsAndNobodyWaitsForIt() throws Exception {
        // Given: more than any kernel holds for one that does not read
        List<Outgoing.Written> writes = new ArrayList<>();
        byte[] packet = new byte[32 * 1024];
        int packets = 1024;
        // When
        for (int sent = 0; sent < packets; sent++) {
            Outgoing.Written written = new Outgoing.Written(sent);
            if (outgoing.write(ByteBuffer.wrap(packet), written)) {
                written.done();
            }
            writes.add(written);
        }
        // Then
        assertThat(writes.getLast().isDone()).isFalse();
        ends.read(packets * packet.length);
        for (Outgoing.Written written : writes) {
            assertThat(written.await(10_000)).isTrue();
            assertThat(written.isWritten()).isTrue();
        }
    }

    @Test
    void manyThreadsPacketsArriveWholeAndEachThreadsInItsOrder() throws Exception {
        // Given
        int threads = 8;
        int each = 500;
        // When
        List<Future<Boolean>> writers = new ArrayList<>();
        String arrived;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                String name = "t" + thread;
                writers.add(pool.submit(() -> writeMany(name, each)));
            }
            arrived = ends.read(threads * each * "t0:0000;".length());
        }
        // Then
        for (Future<Boolean> writing : writers) {
            assertThat(writing.get()).isTrue();
        }
        List<String> packets = List.of(arrived.split(";", -1));
        for (int thread = 0; thread < threads; thread++) {
            String name = "t" + thread;
            assertThat(packets.stream().filter(packet -> packet.startsWith(name + ":")))
                    .hasSize(each)
                    .isSorted();
        }
    }

    private boolean writeMany(String name, int each) throws IOException {
        for (int i = 0; i < each; i++) {
            if (i % 10 == 0) {
                outgoing.collect();
            }
            write("%s:%04d;".formatted(name, i));
            if (i % 10 == 9) {
                outgoing.send();
            }
        }
        return true;
    }

    @Test
    void afterTheEndNothingIsTakenAndWhatWaitedIsHandedBack() throws Exception {
        // Given
        byte[] packet = new byte[1 << 20];
        boolean gone = true;
        for (int sent = 0; sent < 64 && gone; sent++) {
            gone = outgoing.write(ByteBuffer.wrap(packet), new Outgoing.Written(sent));
        }
        assertThat(gone).isFalse();
        outgoing.write(ByteBuffer.wrap(packet), new Outgoing.Written("last"));
        // When
        List<Outgoing.Pending> dropped = outgoing.end();
        // Then
        assertThat(dropped).isNotEmpty();
        assertThatThrownBy(() -> write("late")).isInstanceOf(ClosedChannelException.class);
        assertThat(outgoing.end()).isEmpty();
    }

    private boolean write(String text) throws IOException {
        return outgoing.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), new Outgoing.Written(text));
    }
}
