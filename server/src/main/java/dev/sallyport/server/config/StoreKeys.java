package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.PATH;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of where auth keeps the cluster's state, in the words of libpq. */
final class StoreKeys {

    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,40}");
    private static final Pattern HERE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1");

    static final Key KEY = Key.section(
            "store",
            "Where the cluster's state is: with a host in PostgreSQL 14 or newer, without one in the file store.db in data_dir. One auth at a time writes a database; others that are started on it stand by.",
            maybe("host", new Shape.Text(253), "db.example.com", "Host of the PostgreSQL server, or its address."),
            with("port", new Shape.Count(1, 65535), "5432", "Its port."),
            with("database", new Shape.Text(63), "sallyport", "The database, which is there already."),
            with("user", new Shape.Text(63), "sallyport", "Who logs in there."),
            maybe(
                    "password_file",
                    PATH,
                    "/etc/sallyport/store-password",
                    "The user's password, one line. Without it that of the environment, PGPASSWORD, if there is one."),
            maybe(
                    "sslmode",
                    new Shape.Choice(List.of("verify-full", "verify-ca", "require", "disable")),
                    "verify-full",
                    "How the connection is protected. Without it verify-full, on this machine disable. require checks no certificate; disable is refused for other machines."),
            maybe(
                    "sslrootcert",
                    PATH,
                    "/etc/sallyport/store-ca.pem",
                    "Whom to believe, PEM; without it ~/.postgresql/root.crt of the user that runs this."),
            maybe("sslcert", PATH, "/etc/sallyport/store.pem", "A certificate of our own, PEM, for mutual TLS."),
            maybe("sslkey", PATH, "/etc/sallyport/store.key", "Its private key, PKCS #8 as PEM or DER."),
            with(
                    "schema",
                    new Shape.Text(41),
                    "sallyport",
                    "The schema that holds all tables; it is made where it is not. Small letters, digits and _."),
            with("connections", new Shape.Count(1, 64), "4", "How many connections read; one more writes."));

    private StoreKeys() {}

    /** What is wrong between the keys; empty where nothing is. */
    static Optional<String> problem(Table store) {
        if (store.written() && !store.has("host")) {
            return Optional.of("auth.store needs host; without the section the store is a file");
        }
        if (store.has("sslkey") != store.has("sslcert")) {
            return Optional.of("auth.store needs sslcert and sslkey, or neither");
        }
        if (!SCHEMA.matcher(store.text("schema")).matches()) {
            return Optional.of("auth.store: expected a schema of small letters, digits and _, at most 41");
        }
        boolean open = store.maybeText("sslmode").equals(Optional.of("disable"));
        if (open && !isHere(store.text("host"))) {
            return Optional.of("auth.store: sslmode disable is for a server on this machine only");
        }
        return Optional.empty();
    }

    static Optional<DaemonConfig.Database> read(Table store) {
        return store.maybeText("host")
                .map(host -> new DaemonConfig.Database(
                        host,
                        store.count("port"),
                        store.text("database"),
                        store.text("user"),
                        store.maybePath("password_file"),
                        store.maybeText("sslmode").orElse(isHere(host) ? "disable" : "verify-full"),
                        store.maybePath("sslrootcert"),
                        store.maybePath("sslcert"),
                        store.maybePath("sslkey"),
                        store.text("schema"),
                        store.count("connections")));
    }

    /** Asks no name server: a name other than localhost is elsewhere. */
    private static boolean isHere(String host) {
        return HERE.matcher(host).matches();
    }
}
