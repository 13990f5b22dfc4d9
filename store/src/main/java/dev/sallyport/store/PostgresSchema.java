package dev.sallyport.store;

import java.sql.SQLException;
import java.util.List;

/** The tables of a {@link PostgresStore}: makes them, proves that they are ours and that the server keeps what it says. */
final class PostgresSchema {

    static final int FORMAT = 1;

    /** The oldest server that is taken. */
    private static final int OLDEST = 140000;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE entry (key bytea NOT NULL PRIMARY KEY, value bytea NOT NULL, revision int8 NOT NULL, lease int8 NOT NULL) PARTITION BY RANGE (key)",
            "CREATE TABLE entry_other PARTITION OF entry DEFAULT",
            "CREATE INDEX entry_lease ON entry (lease) WHERE lease <> 0",
            "CREATE TABLE lease (id int8 PRIMARY KEY, ttl int8 NOT NULL, deadline int8 NOT NULL)",
            "CREATE INDEX lease_deadline ON lease (deadline)",
            "CREATE TABLE state (one bool PRIMARY KEY CHECK (one), format int4 NOT NULL, revision int8 NOT NULL,"
                    + " lease int8 NOT NULL, epoch int8 NOT NULL) WITH (fillfactor = 10)",
            "INSERT INTO state VALUES (true, " + FORMAT + ", 0, 0, 0)");

    private final PostgresSettings settings;
    private final PostgresFailures failures;

    PostgresSchema(PostgresSettings settings, PostgresFailures failures) {
        this.settings = settings;
        this.failures = failures;
    }

    /** @throws dev.sallyport.model.Failure UNAVAILABLE if the server is none to rely on */
    void requireServer(Statements statements) throws SQLException {
        requireVersion(Integer.parseInt(setting(statements, "server_version_num")));
        if (setting(statements, "fsync").equals("off")) {
            throw failures.refused(
                    "runs with fsync = off: what it acknowledged would be lost with its power",
                    "set fsync = on in its postgresql.conf");
        }
    }

    void requireVersion(int server) {
        if (server < OLDEST) {
            throw failures.refused(
                    "is version " + server / 10000 + "; " + OLDEST / 10000 + " or newer is needed",
                    "upgrade the server");
        }
    }

    /** Makes the tables where there are none. The caller holds the lock, and commits. */
    void prepare(Statements statements) throws SQLException {
        boolean exists =
                isThere(statements, "SELECT 1 FROM pg_namespace WHERE nspname = current_setting('search_path')");
        if (!exists) {
            statements.execute("CREATE SCHEMA " + settings.schema());
        }
        if (isThere(statements, "SELECT 1 WHERE to_regclass('state') IS NOT NULL")) {
            requireFormat(statements);
        } else if (isThere(
                statements,
                "SELECT 1 FROM pg_class WHERE relnamespace = current_setting('search_path')::regnamespace LIMIT 1")) {
            throw failures.refused(
                    "has a schema " + settings.schema() + " with tables of another program",
                    "give the store a schema of its own");
        } else {
            for (String table : TABLES) {
                statements.execute(table);
            }
        }
    }

    private void requireFormat(Statements statements) throws SQLException {
        int format = statements
                .query("SELECT format FROM state", row -> row.getInt(1))
                .getFirst();
        if (format != FORMAT) {
            throw failures.refused(
                    "has a store of format " + format + "; this version reads " + FORMAT,
                    "run the version that wrote it, or a newer one");
        }
    }

    private static boolean isThere(Statements statements, String query) throws SQLException {
        return !statements.query(query, row -> row.getInt(1)).isEmpty();
    }

    private static String setting(Statements statements, String name) throws SQLException {
        return statements
                .query("SELECT current_setting('" + name + "')", row -> row.getString(1))
                .getFirst();
    }
}
