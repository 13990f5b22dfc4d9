package dev.sallyport.proxy.link;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.Presence;
import dev.sallyport.api.v1.ProxyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts presence into messages well below the 4 MiB that gRPC allows. */
final class Batches {

    private static final int STREAMS_PER_REPORT = 5_000;

    private Batches() {}

    /** Changes: a stream that is open, or empty where it ended. */
    static List<ProxyReport> of(Map<ByteString, Optional<AgentStream>> changes) {
        List<ProxyReport> reports = new ArrayList<>();
        Presence.Builder batch = Presence.newBuilder();
        for (Map.Entry<ByteString, Optional<AgentStream>> change : changes.entrySet()) {
            add(batch, change.getKey(), change.getValue());
            if (batch.getUpCount() + batch.getDownCount() == STREAMS_PER_REPORT) {
                reports.add(report(batch));
                batch.clear();
            }
        }
        if (batch.getUpCount() + batch.getDownCount() > 0) {
            reports.add(report(batch));
        }
        return reports;
    }

    private static void add(Presence.Builder batch, ByteString streamId, Optional<AgentStream> stream) {
        stream.ifPresentOrElse(batch::addUp, () -> batch.addDown(streamId));
    }

    /** All streams that are open. */
    static List<ProxyReport> of(List<AgentStream> open) {
        Map<ByteString, Optional<AgentStream>> all = new LinkedHashMap<>();
        open.forEach(stream -> all.put(stream.getStreamId(), Optional.of(stream)));
        return of(all);
    }

    private static ProxyReport report(Presence.Builder batch) {
        return ProxyReport.newBuilder().setPresence(batch).build();
    }
}
