package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Moments;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally audit ls}. */
@Command(description = "Show the audit trail, newest last; with -f, new events as they come.")
final class AuditLsCommand implements Runnable {

    @Option(names = "--user", paramLabel = "NAME", description = "What this person did.")
    private String user = "";

    @Option(
            names = {"--kind", "--type"},
            paramLabel = "KIND",
            description = "A type such as session.start, or its first words: session.")
    private String kind = "";

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "What it is about, by name or id: a node, session, role, lock, login, path.")
    private String resource = "";

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "Words that stand one after the other in a field, in whatever case.")
    private String text = "";

    @Option(
            names = {"--since", "--from"},
            paramLabel = "TIME",
            description = "Not before: 2026-01-31, 2026-01-31T08:00 or how long ago, 2h.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = {"--until", "--to"},
            paramLabel = "TIME",
            description = "Before.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "At most so many; default ${DEFAULT-VALUE}, 0 for all.")
    private int limit = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new events until Ctrl-C.")
    private boolean follow;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AuditLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            AuditServiceBlockingStub service = AuditServiceGrpc.newBlockingStub(channel.channel());
            if (follow) {
                new EventTail(service, request()).run(this::printOne);
            } else {
                printAll(EventPages.newest(service, request(), limit).reversed());
            }
        }
    }

    private ListEventsRequest request() {
        Moments moments = new Moments(shell.clock().instant(), shell.zone());
        ListEventsRequest.Builder request = ListEventsRequest.newBuilder()
                .setUser(user)
                .setType(kind)
                .setResource(resource)
                .setText(text);
        from.map(moments::parse).map(Fields::timestamp).ifPresent(request::setFrom);
        to.map(moments::parse).map(Fields::timestamp).ifPresent(request::setTo);
        return request.build();
    }

    private void printAll(List<Event> events) {
        if (format.json()) {
            shell.print(Json.list(events, AuditLsCommand::json));
            return;
        }
        Table table = new Table("TIME", "CODE", "TYPE", "DETAILS");
        events.forEach(event -> addTo(table, event));
        shell.print(table.render(shell.terminal().columns()));
    }

    /** One line an event, in both formats. */
    private void printOne(Event event) {
        if (format.json()) {
            shell.print(Json.object(json(event)));
        } else {
            Table table = new Table("", "", "", "");
            addTo(table, event);
            shell.print(table.render(0).strip() + "\n");
        }
        shell.terminal().out().flush();
    }

    private void addTo(Table table, Event event) {
        table.row(
                Times.second(Fields.time(event.getTime()), shell.zone()),
                event.getCode(),
                event.getType(),
                details(event));
    }

    private static String details(Event event) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(event.getFieldsMap()).forEach((name, value) -> {
            if (!value.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
            }
        });
        return text.toString();
    }

    private static Map<String, Object> json(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", event.getId());
        fields.put("time", Fields.time(event.getTime()).toString());
        fields.put("type", event.getType());
        fields.put("code", event.getCode());
        if (event.hasLogIndex()) {
            fields.put("log_index", event.getLogIndex());
        }
        fields.putAll(new TreeMap<>(event.getFieldsMap()));
        return fields;
    }
}
