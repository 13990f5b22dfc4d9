package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a {@link PostgresStore} is and how it works.
 *
 * @param schema all tables are in it; it is made where it is not
 * @param readers how many threads read at a time; others wait. One connection more writes
 * @param timed keys that are kept by month
 */
public record PostgresSettings(
        Place place, Login login, Tls tls, String schema, int readers, HistoryLimits history, List<TimeOrdered> timed) {

    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,40}");

    public PostgresSettings {
        if (!SCHEMA.matcher(schema).matches()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "store: the schema " + schema + " has no usable name: small letters, digits and _ are, at most 41");
        }
    }

    /** Which database. */
    public record Place(String host, int port, String database) {

        @Override
        public String toString() {
            return "PostgreSQL at " + host + ":" + port + "/" + database;
        }
    }

    /** As whom; prints no password. */
    public record Login(String user, Optional<String> password) {

        @Override
        public String toString() {
            return user + password.map(_ -> ":***").orElse("");
        }
    }

    /**
     * How the connection is protected, in the words of libpq.
     *
     * @param mode {@code verify-full}, {@code verify-ca}, {@code require} or {@code disable}
     * @param ca certificates of authorities that the server's is checked against; empty for those of the machine
     * @param certificate with {@code key}, proves who we are
     */
    public record Tls(String mode, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

        /** No TLS: for a server on the same machine. */
        public static final Tls OFF = new Tls("disable", Optional.empty(), Optional.empty(), Optional.empty());
    }
}
