package dev.sallyport.auditsdk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two tables, in SQL that every database has: events that wait, and what is remembered. */
final class OutboxTable {

    private OutboxTable() {}

    /** An event that waits. */
    record Waiting(String id, String body) {}

    static void create(Connection connection) throws SQLException {
        create(connection, "sallyport_outbox (id VARCHAR(36) NOT NULL PRIMARY KEY, body TEXT NOT NULL)");
        create(connection, "sallyport_outbox_state (name VARCHAR(36) NOT NULL PRIMARY KEY, body TEXT NOT NULL)");
    }

    /** Once more where it fails: of two that make a table at the same time PostgreSQL refuses one, whether it may exist or not. */
    private static void create(Connection connection, String table) throws SQLException {
        String sql = "CREATE TABLE IF NOT EXISTS " + table;
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } catch (SQLException maybeMadeMeanwhile) {
                statement.execute(sql);
            }
        }
    }

    static void add(Connection connection, Waiting event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sallyport_outbox (id, body) VALUES (?, ?)")) {
            insert.setString(1, event.id());
            insert.setString(2, event.body());
            insert.executeUpdate();
        }
    }

    /** The oldest ones, at most so many. */
    static List<Waiting> oldest(Connection connection, int most) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, body FROM sallyport_outbox ORDER BY id")) {
            select.setMaxRows(most);
            try (ResultSet rows = select.executeQuery()) {
                List<Waiting> waiting = new ArrayList<>();
                while (rows.next()) {
                    waiting.add(new Waiting(rows.getString(1), rows.getString(2)));
                }
                return waiting;
            }
        }
    }

    static void remove(Connection connection, List<Waiting> delivered) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM sallyport_outbox WHERE id = ?")) {
            for (Waiting event : delivered) {
                delete.setString(1, event.id());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM sallyport_outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static Optional<String> remembered(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT body FROM sallyport_outbox_state WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    static void remember(Connection connection, String name, String body) throws SQLException {
        try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM sallyport_outbox_state WHERE name = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO sallyport_outbox_state (name, body) VALUES (?, ?)")) {
            delete.setString(1, name);
            delete.executeUpdate();
            insert.setString(1, name);
            insert.setString(2, body);
            insert.executeUpdate();
        }
    }
}
