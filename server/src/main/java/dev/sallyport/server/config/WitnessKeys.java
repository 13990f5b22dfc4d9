package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;

import java.util.List;

/** Keys of role witness. */
final class WitnessKeys {

    static final Key SECTION = RoleKeys.role(
            "witness",
            "Role witness: signs audit logs that only grow. Best where those who run auth have nothing to say.",
            List.of(
                    with(
                            "listen",
                            ADDRESS,
                            "127.0.0.1:3082",
                            "Where auth brings its checkpoints. HTTP without TLS: everything that counts is signed, nothing is secret."),
                    maybe("name", new Shape.Text(128), "witness.example.com", "The name under which it signs."),
                    maybe(
                            "logs",
                            new Shape.Many(new Shape.Text(512), 64),
                            "[example.com+1a2b3c4d+AU…]",
                            "Public keys of the logs that it watches; auth tells its own at the start, and in its status.")));

    private WitnessKeys() {}
}
