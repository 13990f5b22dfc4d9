package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.section;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;
import static dev.sallyport.server.config.RoleKeys.NAME;
import static dev.sallyport.server.config.RoleKeys.count;
import static dev.sallyport.server.config.RoleKeys.time;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Keys of role agent. */
final class AgentKeys {

    static final Key SECTION = RoleKeys.role(
            "agent",
            "Role agent: gives access to this host. It listens on nothing.",
            Stream.of(
                            List.of(maybe(
                                    "proxy",
                                    ADDRESS,
                                    "proxy.example.com:3080",
                                    "Where the proxy is. Not needed where this process has that role.")),
                            RoleKeys.joining("node"),
                            naming(),
                            List.of(SshKeys.SECTION, tunnel()))
                    .flatMap(List::stream)
                    .toList());

    private AgentKeys() {}

    private static List<Key> naming() {
        return List.of(
                maybe("name", NAME, "web1", "Name that people type. The host's name, where not given."),
                maybe("labels", new Shape.Labels(64), "{env: prod}", "Fixed labels, by which roles mean this host."),
                maybe("commands", new Shape.Many(command(), 32), "", "Labels whose values commands tell."));
    }

    private static Key tunnel() {
        return section(
                "tunnel",
                "The connections to proxies.",
                maybe(
                        "connections",
                        count(1, 8),
                        "2",
                        "Control streams to keep. Without it 2 where the proxy's name has several addresses, else 1."));
    }

    private static Shape.Section command() {
        return new Shape.Section(List.of(
                maybe("name", NAME, "kernel", "Name of the label."),
                maybe(
                        "command",
                        new Shape.Many(new Shape.Text(4096), 64),
                        "[uname, -r]",
                        "Program and arguments; no shell. Its output, without control characters and cut to 256, is the value."),
                with("interval", time(Duration.ofSeconds(5), Duration.ofDays(1)), "1m", "How often it runs.")));
    }
}
