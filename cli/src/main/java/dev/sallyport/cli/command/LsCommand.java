package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally ls}. */
@Command(description = "List the nodes that your roles let you see, and whether they answer now.")
final class LsCommand implements Runnable {

    /** How a listing is printed. */
    enum Format {
        text,
        json,
        names
    }

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--search", paramLabel = "TEXT", description = "Part of the name.")
    private String search = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    @Parameters(
            paramLabel = "LABEL=VALUE",
            description = "Labels that must be there; a word without = is part of the name.")
    private List<String> filters = new ArrayList<>();

    private final Shell shell;

    LsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Node> nodes = nodes();
        switch (format) {
            case json -> shell.print(Json.list(nodes, LsCommand::json));
            case names -> nodes.forEach(node -> shell.print(Neutral.line(node.getName()) + "\n"));
            case text -> shell.print(table(nodes));
        }
    }

    private List<Node> nodes() {
        ListNodesRequest.Builder request = ListNodesRequest.newBuilder().setSearch(search);
        filters.forEach(filter -> addFilter(request, filter));
        try (ApiChannel channel = cluster.open(shell)) {
            var service = NodeServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(
                    page -> service.listNodes(request.setPage(page).build()),
                    ListNodesReply::getNodesList,
                    ListNodesReply::getNextPageToken);
        }
    }

    private static void addFilter(ListNodesRequest.Builder request, String filter) {
        int equals = filter.indexOf('=');
        if (equals > 0) {
            request.putLabels(filter.substring(0, equals), filter.substring(equals + 1));
        } else if (request.getSearch().isEmpty()) {
            request.setSearch(filter);
        } else {
            throw Failure.of(
                    FailureCode.INVALID,
                    "'" + filter + "' is not LABEL=VALUE, and a part of the name is given already");
        }
    }

    private String table(List<Node> nodes) {
        Table table = new Table("NAME", "REACH", "ROUND TRIP", "LAST SEEN", "LABELS", "ID");
        for (Node node : nodes) {
            table.row(
                    node.getName(),
                    reach(node),
                    node.getReach() == Node.Reach.REACHABLE ? micros(node.getProbeMicros()) : "-",
                    lastSeen(node),
                    Fields.labels(node.getLabelsMap()),
                    node.getId());
        }
        return table.render(shell.terminal().columns());
    }

    private String lastSeen(Node node) {
        if (node.getReach() == Node.Reach.REACHABLE) {
            return "now";
        }
        Instant now = shell.clock().instant();
        return Fields.time(node.hasLastSeen(), node.getLastSeen())
                .map(seen -> Times.span(Duration.between(seen, now)) + " ago")
                .orElse("never");
    }

    private static String reach(Node node) {
        return switch (node.getReach()) {
            case REACHABLE -> "reachable";
            case SILENT -> "silent";
            case OFFLINE -> "offline";
            case REACH_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }

    private static String micros(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }

    private static Map<String, @Nullable Object> json(Node node) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", node.getName());
        fields.put("id", node.getId());
        fields.put("reach", reach(node));
        fields.put("probe_micros", node.getReach() == Node.Reach.REACHABLE ? node.getProbeMicros() : null);
        Optional<Instant> seen = Fields.time(node.hasLastSeen(), node.getLastSeen());
        fields.put("last_seen", seen.map(Instant::toString).orElse(null));
        fields.put("version", node.getVersion());
        fields.put("labels", new java.util.TreeMap<>(node.getLabelsMap()));
        return fields;
    }
}
