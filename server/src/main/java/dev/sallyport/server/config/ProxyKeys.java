package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.section;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;
import static dev.sallyport.server.config.RoleKeys.PATH;
import static dev.sallyport.server.config.RoleKeys.count;
import static dev.sallyport.server.config.RoleKeys.time;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Keys of role proxy. */
final class ProxyKeys {

    static final Key SECTION = RoleKeys.role(
            "proxy",
            "Role proxy: what people and agents connect to.",
            Stream.of(addresses(), RoleKeys.joining("proxy"), List.of(certificate(), limits()))
                    .flatMap(List::stream)
                    .toList());

    private ProxyKeys() {}

    private static List<Key> addresses() {
        return List.of(
                with("listen", ADDRESS, "0.0.0.0:3080", "The one port for people and agents."),
                maybe(
                        "public_addr",
                        ADDRESS,
                        "proxy.example.com:3080",
                        "How it is reached from outside. As listen, where not given."),
                maybe(
                        "ssh_listen",
                        ADDRESS,
                        "0.0.0.0:3023",
                        "Port for ProxyJump by plain OpenSSH. Without it there is none."),
                maybe("ssh_public_addr", ADDRESS, "proxy.example.com:3023", "How that port is reached from outside."),
                maybe(
                        "auth_addr",
                        ADDRESS,
                        "auth.example.com:3025",
                        "Where auth is. Not needed where this process has that role."));
    }

    private static Key certificate() {
        return section(
                "public_certificate",
                "A certificate that browsers trust. Not needed by sally and agents.",
                maybe("certificate", PATH, "/etc/sallyport/public.pem", "Chain as PEM, leaf first."),
                maybe("key", PATH, "/etc/sallyport/public.key", "Private key as PEM (PKCS#8)."));
    }

    private static Key limits() {
        return section(
                "limits",
                "Bounds of the listener.",
                with("connections", count(16, 1_000_000), "20000", "Connections at a time, of all kinds."),
                with(
                        "connections_per_source",
                        count(1, 1_000_000),
                        "1000",
                        "Connections at a time from one address that have not yet proved who they are."),
                with(
                        "idle",
                        time(Duration.ofSeconds(10), Duration.ofDays(7)),
                        "24h",
                        "A passage without a byte for so long is closed."));
    }
}
