package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What keys of several roles share: shapes, whether the role is on, and how a machine joins. */
final class RoleKeys {

    static final Shape NAME = new Shape.Text(64);
    static final Shape ADDRESS = new Shape.Address();
    static final Shape PATH = new Shape.File();
    static final Shape FLAG = new Shape.Flag();

    private static final Shape PINS = new Shape.Many(new Shape.Pin(), 16);

    private RoleKeys() {}

    /** The section of a role: whether it is on, then its own keys. */
    static Key role(String name, String about, List<Key> own) {
        List<Key> keys = new ArrayList<>();
        keys.add(with(
                "enabled", FLAG, "true", "Whether this process has the role; a section that is here counts as yes."));
        keys.addAll(own);
        return Key.section(name, about, keys.toArray(Key[]::new));
    }

    /** How a machine gets its first certificate; {@code type} is the token's. */
    static List<Key> joining(String type) {
        return List.of(
                maybe(
                        "token",
                        new Shape.Secret(),
                        "",
                        "Join token of type " + type + ", for the first start only. Better: token_file."),
                maybe("token_file", PATH, "/etc/sallyport/token", "File with the join token."),
                maybe(
                        "ca_pins",
                        PINS,
                        "",
                        "Pins of the host CA, as 'sally tokens add' prints them; for the first start."));
    }

    static Shape count(long least, long most) {
        return new Shape.Count(least, most);
    }

    static Shape time(Duration least, Duration most) {
        return new Shape.Time(least, most);
    }
}
