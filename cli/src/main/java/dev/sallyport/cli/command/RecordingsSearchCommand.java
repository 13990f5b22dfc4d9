package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.SearchRecordingsReply;
import dev.sallyport.api.v1.SearchRecordingsReply.Match;
import dev.sallyport.api.v1.SearchRecordingsRequest;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.search.TextQuery;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Moments;
import dev.sallyport.cli.terminal.Offset;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.pki.hpke.OpeningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally recordings search}. */
@Command(
        description =
                "Find what was shown and typed in the sessions that you may read, newest first; sally play ID --at=TIME shows it.")
final class RecordingsSearchCommand implements Runnable {

    private static final int PAGE = 100;

    @Parameters(paramLabel = "TEXT", description = "Part of a line, 3 to 200 characters; upper and lower case alike.")
    private String text = "";

    @Option(names = "--user", paramLabel = "NAME", description = "In sessions of this person only.")
    private String user = "";

    @Option(
            names = {"--from", "--since"},
            paramLabel = "TIME",
            description = "Sessions that began not before: 2026-01-31, 2026-01-31T08:00 or how long ago, 2h.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Before.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "At most so many lines; default ${DEFAULT-VALUE}, 0 for all.")
    private int limit = PAGE;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A private recording key: recordings that are encrypted for it, which auth cannot search, are fetched and searched here.")
    private List<Path> keys = List.of();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RecordingsSearchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Match> found = new ArrayList<>();
        int unsearched = 0;
        List<OpeningKey> own = keys.stream().map(OpeningKey::read).toList();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RecordingServiceGrpc.newBlockingStub(channel.channel());
            OwnSearch search = new OwnSearch(service, own, new TextQuery(text));
            String token = "";
            do {
                SearchRecordingsRequest request = request(token);
                SearchRecordingsReply reply = GrpcFailures.calling(() -> service.searchRecordings(request));
                found.addAll(reply.getMatchesList());
                unsearched += own.isEmpty() ? reply.getUnsearched() : searched(search, reply, found);
                token = reply.getNextPageToken();
            } while (!token.isEmpty() && (limit == 0 || found.size() < limit));
        }
        print(limit == 0 || found.size() <= limit ? found : found.subList(0, limit));
        if (unsearched > 0) {
            shell.terminal()
                    .err()
                    .println(
                            unsearched
                                    + " sessions were not searched: they run, or are not readable to auth (--key=FILE searches those here)");
        }
    }

    /** Adds what the keys at hand find; returns how many sessions they do not open. */
    private static int searched(OwnSearch search, SearchRecordingsReply reply, List<Match> found) {
        int closed = 0;
        for (Session session : reply.getUnsearchedSessionsList()) {
            Optional<List<Match>> matches = GrpcFailures.calling(() -> search.in(session));
            matches.ifPresent(found::addAll);
            closed += matches.isEmpty() ? 1 : 0;
        }
        return closed;
    }

    private SearchRecordingsRequest request(String token) {
        Moments moments = new Moments(shell.clock().instant(), shell.zone());
        SearchRecordingsRequest.Builder request = SearchRecordingsRequest.newBuilder()
                .setText(text)
                .setUser(user)
                .setPage(Page.newBuilder().setPageSize(PAGE).setPageToken(token));
        from.map(moments::parse).map(Fields::timestamp).ifPresent(request::setFrom);
        to.map(moments::parse).map(Fields::timestamp).ifPresent(request::setTo);
        return request.build();
    }

    private void print(List<Match> matches) {
        if (format.json()) {
            shell.print(Json.list(matches, RecordingsSearchCommand::json));
            return;
        }
        Table table = new Table("ID", "STARTED", "WHO", "NODE", "AT", "KIND", "TEXT");
        for (Match match : matches) {
            table.row(
                    match.getSession().getId(),
                    Times.minute(Fields.time(match.getSession().getStarted()), shell.zone()),
                    match.getSession().getUser(),
                    match.getSession().getNodeName(),
                    Offset.text(match.getAtMicros()),
                    match.getKind(),
                    match.getText());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private static Map<String, Object> json(Match match) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("session", match.getSession().getId());
        fields.put("user", match.getSession().getUser());
        fields.put("login", match.getSession().getLogin());
        fields.put("node_name", match.getSession().getNodeName());
        fields.put("started", Fields.time(match.getSession().getStarted()).toString());
        fields.put("at", Offset.text(match.getAtMicros()));
        fields.put("kind", match.getKind());
        fields.put("text", match.getText());
        return fields;
    }
}
