package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;
import static dev.sallyport.server.config.RoleKeys.PATH;

import java.time.Duration;
import java.util.List;

/** Keys of role auth. */
final class AuthKeys {

    private static final Shape KEPT = new Shape.Time(Duration.ofHours(24), Duration.ofHours(876_000));

    static final Key SECTION = RoleKeys.role(
            "auth",
            "Role auth: owns the cluster's state.",
            List.of(
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
                            "Key that seals secrets in the store. Without it one is made in data_dir, beside the store."),
                    StoreKeys.KEY,
                    maybe(
                            "witnesses",
                            new Shape.Many(witness(), 16),
                            "",
                            "Witnesses that are to sign the audit log, too; the log does not wait for them."),
                    FactorKeys.KEY,
                    ExportKeys.KEY,
                    NoticeKeys.KEY,
                    StorageKeys.KEY,
                    Key.section(
                            "retention",
                            "How long things are kept.",
                            maybe(
                                    "events",
                                    KEPT,
                                    "8760h",
                                    "Older events leave store and log but for their hashes, which prove the log as before. Without it all are kept. None goes that an export has not passed."),
                            maybe(
                                    "recordings",
                                    KEPT,
                                    "2160h",
                                    "Recordings of sessions that ended longer ago are removed; sessions, events and comments stay. Without it all are kept."))));

    private static Shape.Section witness() {
        return new Shape.Section(List.of(
                maybe("url", new Shape.Text(512), "http://witness.example.com:3082", "Where it is."),
                maybe(
                        "key",
                        new Shape.Text(512),
                        "witness.example.com+1a2b3c4d+BA…",
                        "Its public key; sallyportd tells it when role witness starts, and in its status.")));
    }

    private AuthKeys() {}
}
