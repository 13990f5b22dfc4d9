package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Node;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.machines.NodeEntry;
import dev.sallyport.auth.machines.NodeIndex;
import dev.sallyport.auth.presence.Prober;
import dev.sallyport.auth.presence.Reach;
import dev.sallyport.auth.presence.SeenBook;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.access.Action;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What there is to reach, as one caller may see it, and whether it can be reached now. */
public final class NodeListing {

    private final NodeIndex index;
    private final Authorization authorization;
    private final Prober prober;
    private final SeenBook seen;
    private final InstantSource clock;

    public NodeListing(
            NodeIndex index, Authorization authorization, Prober prober, SeenBook seen, InstantSource clock) {
        this.index = index;
        this.authorization = authorization;
        this.prober = prober;
        this.seen = seen;
        this.clock = clock;
    }

    ListNodesReply list(Caller.Known caller, ListNodesRequest request) throws InterruptedException {
        Names.text(request.getSearch(), "search");
        Names.bounded("labels", request.getLabelsCount(), 64);
        String search = request.getSearch().toLowerCase(Locale.ROOT);
        Predicate<NodeEntry> visible = entry ->
                entry.node().name().contains(search) && authorization.allows(caller, entry.node(), new Action.See());
        Paging.Listing<Node> listing = Filtered.page(
                request.getPage(),
                Node.getDefaultInstance(),
                page -> page(request.getLabelsMap(), visible, page),
                node -> NodeEntry.key(node.getName(), node.getId()));
        return ListNodesReply.newBuilder()
                .addAllNodes(listing.items())
                .setNextPageToken(listing.next())
                .build();
    }

    private Paging.Listing<Node> page(Map<String, String> labels, Predicate<NodeEntry> visible, Paging page)
            throws InterruptedException {
        List<NodeEntry> read = index.page(labels, visible, page.after(), page.size() + 1);
        Paging.Listing<NodeEntry> listing = page.cut(read, NodeEntry::key);
        Map<String, Reach> reach = prober.ask(
                listing.items().stream().map(entry -> entry.node().id()).toList());
        return listing.map(entry -> node(entry, reach.getOrDefault(entry.node().id(), new Reach.Offline())));
    }

    private Node node(NodeEntry entry, Reach reach) {
        Node.Builder node = Node.newBuilder()
                .setId(entry.node().id())
                .setName(entry.node().name())
                .putAllLabels(entry.node().labels())
                .setVersion(entry.version());
        switch (reach) {
            case Reach.Reachable(java.time.Duration roundTrip) ->
                node.setReach(Node.Reach.REACHABLE)
                        .setProbeMicros(TimeUnit.NANOSECONDS.toMicros(roundTrip.toNanos()))
                        .setLastSeen(Moments.of(clock.instant()));
            case Reach.Silent() -> node.setReach(Node.Reach.SILENT).setLastSeen(Moments.of(clock.instant()));
            case Reach.Offline() -> {
                node.setReach(Node.Reach.OFFLINE);
                seen.lastSeen(entry.node().id()).ifPresent(at -> node.setLastSeen(Moments.of(at)));
            }
        }
        return node.build();
    }
}
