package dev.sallyport.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections to the database, all with the same promises. */
final class PostgresConnections {

    /**
     * The first three: there is an index for all that is asked, and a plan that is good today must not become a bad one
     * when statistics say otherwise. The last: who turned it off for the server did not mean this log; a stricter value is
     * left as it is.
     */
    static final String PREPARATION = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
            + " SET jit = off; SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private static final String CONNECT_SECONDS = "10";
    /** An answer that takes longer is none: the connection is given up. */
    private static final String ANSWER_SECONDS = "30";

    private final PostgresSettings settings;

    PostgresConnections(PostgresSettings settings) {
        this.settings = settings;
    }

    PostgresSettings settings() {
        return settings;
    }

    String url() {
        PostgresSettings.Place place = settings.place();
        String host = place.host().contains(":") ? "[" + place.host() + "]" : place.host();
        return "jdbc:postgresql://" + host + ":" + place.port() + "/" + place.database();
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", settings.login().user());
        settings.login().password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("currentSchema", settings.schema());
        properties.setProperty("ApplicationName", "sallyport");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        PostgresSettings.Tls tls = settings.tls();
        properties.setProperty("sslmode", tls.mode());
        tls.ca().ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
        tls.certificate().ifPresent(file -> properties.setProperty("sslcert", file.toString()));
        tls.key().ifPresent(file -> properties.setProperty("sslkey", file.toString()));
        return properties;
    }

    /** A connection of its own, in a transaction. */
    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url(), properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute(PREPARATION);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }
}
