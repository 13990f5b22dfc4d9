package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.sql.SQLException;
import java.util.Objects;

/** What PostgreSQL says, for a person: what happened to which database, and what to do. SQLSTATE: appendix A of its manual. */
final class PostgresFailures {

    private final PostgresSettings settings;

    PostgresFailures(PostgresSettings settings) {
        this.settings = settings;
    }

    Failure of(SQLException cause) {
        return switch (state(cause)) {
            case "28P01", "28000" ->
                unavailable(
                        "refuses the user " + settings.login().user() + " (" + text(cause) + ")",
                        "check user, password and the server's pg_hba.conf",
                        cause);
            case "3D000" ->
                unavailable(
                        "has no such database",
                        "CREATE DATABASE " + settings.place().database(),
                        cause);
            case "42501" ->
                unavailable(
                        "gives the user " + settings.login().user() + " too few rights (" + text(cause) + ")",
                        "GRANT CREATE ON DATABASE, or make the schema " + settings.schema()
                                + " AUTHORIZATION of this user",
                        cause);
            case "53100" -> unavailable("has no space left on its disk", "free space there; reading goes on", cause);
            case "53300" ->
                unavailable("has no connection left", "raise max_connections, or stop who takes them", cause);
            case "25006" ->
                unavailable(
                        "is read-only: a standby, or a database that was made so",
                        "give the address of the primary, or make it writable",
                        cause);
            case "57P01", "57P02", "57P03" -> unavailable("is stopping or starting", "wait; this tries again", cause);
            default -> byClass(cause);
        };
    }

    private Failure byClass(SQLException cause) {
        return switch (state(cause).substring(0, 2)) {
            case "XX" ->
                Failure.of(
                        FailureCode.INTERNAL,
                        settings.place() + " reports damage (" + text(cause)
                                + "). Next: stop auth, look at the server's log, restore from a backup",
                        cause);
            case "42" ->
                Failure.of(
                        FailureCode.INTERNAL,
                        settings.place() + ": the tables in the schema " + settings.schema()
                                + " are not as they were made (" + text(cause) + "). Next: restore them from a backup",
                        cause);
            case "08" ->
                unavailable(
                        "cannot be reached (" + reason(cause) + ")",
                        "see that it runs, and is reached from here",
                        cause);
            default -> unavailable("cannot be used (" + text(cause) + ")", "look at the server's log", cause);
        };
    }

    /** Whether the connection is of no more use. */
    static boolean isConnectionGone(SQLException cause) {
        String state = state(cause);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("00000");
    }

    private static String state(SQLException cause) {
        String state = Objects.requireNonNullElse(cause.getSQLState(), "");
        return state.length() == 5 ? state : "00000";
    }

    /** What the driver says is cut off there says why below. */
    private static String reason(SQLException cause) {
        Throwable below = cause.getCause();
        return text(cause) + (below == null || below.getMessage() == null ? "" : ": " + below.getMessage());
    }

    private static String text(SQLException cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString()).replace('\n', ' ');
    }

    private Failure unavailable(String what, String next, SQLException cause) {
        return Failure.of(FailureCode.UNAVAILABLE, settings.place() + " " + what + ". Next: " + next, cause);
    }

    Failure refused(String what, String next) {
        return Failure.of(FailureCode.UNAVAILABLE, settings.place() + " " + what + ". Next: " + next);
    }
}
