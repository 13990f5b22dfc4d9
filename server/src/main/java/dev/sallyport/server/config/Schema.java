package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.section;
import static dev.sallyport.server.config.Key.with;

import java.time.Duration;
import java.util.List;

/**
 * Every key there is, in the order in which the example and the reference show them. This file and those of the roles
 * are the only places that know them.
 */
final class Schema {

    static final Shape.Section FILE = new Shape.Section(List.of(
            with("version", new Shape.Choice(List.of("v1")), "v1", "Version of this file's format."),
            section(
                    "cluster",
                    "What this cluster is called.",
                    maybe(
                            "name",
                            new Shape.Text(128),
                            "example.com",
                            "Name of the cluster, the last part of its hosts' names. Needed by auth; it cannot change later.")),
            with(
                    "data_dir",
                    new Shape.File(),
                    "/var/lib/sallyport",
                    "Where the roles of this process keep what must survive: store, identities, spools. Made with mode 0700."),
            AuthKeys.SECTION,
            ProxyKeys.SECTION,
            AgentKeys.SECTION,
            WitnessKeys.SECTION,
            diagnostics(),
            log(),
            with(
                    "drain_timeout",
                    new Shape.Time(Duration.ZERO, Duration.ofDays(1)),
                    "30s",
                    "How long running sessions may go on after SIGTERM or SIGINT. A second signal cuts them.")));

    private Schema() {}

    private static Key diagnostics() {
        return section(
                "diagnostics",
                "/healthz, /readyz and /metrics, for this machine only.",
                with(
                        "listen",
                        new Shape.LoopbackOrNone(),
                        "127.0.0.1:3081",
                        "Address of the diagnostics, or none. They answer without a login, therefore only on loopback."));
    }

    private static Key log() {
        return section(
                "log",
                "What the process says, on standard error; rotation is left to whoever catches it.",
                with(
                        "level",
                        new Shape.Choice(List.of("error", "warn", "info", "debug")),
                        "info",
                        "Least level that is said."),
                with(
                        "format",
                        new Shape.Choice(List.of("text", "json")),
                        "text",
                        "For eyes, or one JSON object a line."));
    }
}
