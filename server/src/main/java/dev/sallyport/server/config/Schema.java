package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.section;
import static dev.sallyport.server.config.Key.with;

import java.time.Duration;
import java.util.List;

/** Every key there is, in the order in which the example and the reference show them. The only place that knows them. */
final class Schema {

    private static final Shape NAME = new Shape.Text(64);
    private static final Shape ADDRESS = new Shape.Address(false);
    private static final Shape PATH = new Shape.File();
    private static final Shape FLAG = new Shape.Flag();
    private static final Shape PINS = new Shape.Many(new Shape.Pin(), 16);

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
                    PATH,
                    "/var/lib/sallyport",
                    "Where the roles of this process keep what must survive: store, identities, spools. Made with mode 0700."),
            auth(),
            proxy(),
            agent(),
            section(
                    "diagnostics",
                    "/healthz, /readyz and /metrics, for this machine only.",
                    with(
                            "listen",
                            new Shape.Address(true),
                            "127.0.0.1:3081",
                            "Address of the diagnostics. They answer without a login, therefore only on loopback.")),
            section(
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
                            "For eyes, or one JSON object a line.")),
            with(
                    "drain_timeout",
                    time(Duration.ZERO, Duration.ofDays(1)),
                    "30s",
                    "How long running sessions may go on after SIGTERM or SIGINT. A second signal cuts them.")));

    private Schema() {}

    private static Key auth() {
        return section(
                "auth",
                "Role auth: owns the cluster's state.",
                with(
                        "enabled",
                        FLAG,
                        "true",
                        "Whether this process has the role; a section that is here counts as yes."),
                with(
                        "listen",
                        ADDRESS,
                        "127.0.0.1:3025",
                        "Where proxies reach it. TLS; only certificates of the cluster get in."),
                maybe(
                        "proxy_public_addr",
                        ADDRESS,
                        "proxy.example.com:3080",
                        "Where people and agents reach the proxies; they are told so at login. As the proxy of this process says, where there is one."),
                maybe("proxy_ssh_addr", ADDRESS, "proxy.example.com:3023", "The same for ProxyJump."),
                maybe(
                        "forwarders",
                        new Shape.Many(new Shape.Range(), 64),
                        "[127.0.0.0/8, '::1', 10.0.3.0/28]",
                        "Proxies' addresses, as auth sees them: who may say in a PROXY header where a connection comes from. From others the header counts for nothing, and all who come through them are one source. Without it loopback only; a list replaces that."),
                maybe(
                        "key_file",
                        PATH,
                        "/etc/sallyport/seal.key",
                        "Key that seals secrets in the store. Without it one is made in data_dir, beside the store."));
    }

    private static Key proxy() {
        return section(
                "proxy",
                "Role proxy: what people and agents connect to.",
                with(
                        "enabled",
                        FLAG,
                        "true",
                        "Whether this process has the role; a section that is here counts as yes."),
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
                        "Where auth is. Not needed where this process has that role."),
                maybe(
                        "token",
                        new Shape.Secret(),
                        "",
                        "Join token of type proxy, for the first start only. Better: token_file."),
                maybe("token_file", PATH, "/etc/sallyport/token", "File with the join token."),
                maybe(
                        "ca_pins",
                        PINS,
                        "",
                        "Pins of the host CA, as 'sally tokens add' prints them; for the first start."),
                section(
                        "public_certificate",
                        "A certificate that browsers trust. Not needed by sally and agents.",
                        maybe("certificate", PATH, "/etc/sallyport/public.pem", "Chain as PEM, leaf first."),
                        maybe("key", PATH, "/etc/sallyport/public.key", "Private key as PEM (PKCS#8).")),
                section(
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
                                "A passage without a byte for so long is closed.")));
    }

    private static Key agent() {
        return section(
                "agent",
                "Role agent: gives access to this host. It listens on nothing.",
                with(
                        "enabled",
                        FLAG,
                        "true",
                        "Whether this process has the role; a section that is here counts as yes."),
                maybe(
                        "proxy",
                        ADDRESS,
                        "proxy.example.com:3080",
                        "Where the proxy is. Not needed where this process has that role."),
                maybe(
                        "token",
                        new Shape.Secret(),
                        "",
                        "Join token of type node, for the first start only. Better: token_file."),
                maybe("token_file", PATH, "/etc/sallyport/token", "File with the join token."),
                maybe(
                        "ca_pins",
                        PINS,
                        "",
                        "Pins of the host CA, as 'sally tokens add' prints them; for the first start."),
                maybe("name", NAME, "web1", "Name that people type. The host's name, where not given."),
                maybe("labels", new Shape.Labels(64), "{env: prod}", "Fixed labels, by which roles mean this host."),
                maybe("commands", new Shape.Many(command(), 32), "", "Labels whose values commands tell."),
                ssh(),
                section(
                        "tunnel",
                        "The connections to proxies.",
                        maybe(
                                "connections",
                                count(1, 8),
                                "2",
                                "Control streams to keep. Without it 2 where the proxy's name has several addresses, else 1.")));
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

    private static Key ssh() {
        return section(
                "ssh",
                "The SSH service.",
                with(
                        "pam",
                        FLAG,
                        "false",
                        "Whether sessions are opened through PAM: /etc/environment and limits apply then."),
                maybe(
                        "env",
                        new Shape.Many(new Shape.Text(64), 64),
                        "[LANG, LC_*, TERM, COLORTERM]",
                        "Variables that a client may set; a * at the end stands for anything."),
                maybe(
                        "sftp_server",
                        PATH,
                        "/usr/lib/openssh/sftp-server",
                        "Program for file transfer; found by itself in the usual places."),
                with(
                        "recording",
                        new Shape.Choice(List.of("strict", "best_effort")),
                        "strict",
                        "What happens to a session when its recording fails: it ends, or it goes on."),
                with("record_input", FLAG, "false", "Whether recordings hold what was typed too: passwords among it."),
                with(
                        "max_connections",
                        count(1, 100_000),
                        "1000",
                        "Connections of people at a time; further ones are closed."),
                maybe(
                        "banner",
                        new Shape.Text(4096),
                        "'Authorised use only.'",
                        "Text that clients show before a login."));
    }

    private static Shape count(long least, long most) {
        return new Shape.Count(least, most);
    }

    private static Shape time(Duration least, Duration most) {
        return new Shape.Time(least, most);
    }
}
