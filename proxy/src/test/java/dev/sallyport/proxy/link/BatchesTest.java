package dev.sallyport.proxy.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.ProxyReport;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void manyStreamsGoInMessagesThatPass() {
        // Given as many as one process may hold
        List<AgentStream> open =
                IntStream.range(0, 17_000).mapToObj(BatchesTest::stream).toList();

        // When
        List<ProxyReport> reports = Batches.of(open);

        // Then
        assertThat(reports).hasSize(4).allMatch(report -> report.getSerializedSize() < 4 << 20);
        assertThat(reports.stream()
                        .mapToInt(report -> report.getPresence().getUpCount())
                        .sum())
                .isEqualTo(17_000);
    }

    @Test
    void ofOneStreamOnlyTheLastChangeIsTold() {
        // Given
        Outbox outbox = new Outbox();
        AgentStream stream = stream(1);
        AgentStream other = stream(2);

        // When
        outbox.up(stream);
        outbox.up(other);
        outbox.down(stream.getStreamId());

        // Then
        ProxyReport report = outbox.take().getFirst();
        assertThat(report.getPresence().getUpList()).containsExactly(other);
        assertThat(report.getPresence().getDownList()).containsExactly(stream.getStreamId());
        assertThat(outbox.take()).isEmpty();
    }

    private static AgentStream stream(int number) {
        return AgentStream.newBuilder()
                .setStreamId(ByteString.copyFrom(
                        String.format("%016d", number).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .setNodeId("01234567-89ab-cdef-0123-456789abcdef")
                .setName("a-host-with-a-rather-long-name-" + number)
                .build();
    }
}
