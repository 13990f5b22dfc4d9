package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite says, for a person: what happened to which file, and what to do. */
final class SqliteFailures {

    private SqliteFailures() {}

    static Failure of(Path file, SQLException cause) {
        SQLiteErrorCode code =
                cause instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code.code & 0xFF) {
            case 11, 26 -> damaged(file, cause);
            case 13 ->
                unavailable(
                        file,
                        "is full: the disk, or the store's own limit",
                        "free space on its disk or raise the limit; reading goes on",
                        cause);
            case 8 ->
                unavailable(
                        file,
                        "cannot be written: it or its file system is read-only",
                        "make it writable for this user",
                        cause);
            case 14 ->
                unavailable(
                        file,
                        "cannot be opened",
                        "see that its directory exists and this user may read and write in it",
                        cause);
            case 10 ->
                unavailable(
                        file,
                        "cannot be read or written: the disk reports an error",
                        "look at the machine's disk and its log",
                        cause);
            default ->
                unavailable(file, "cannot be used (" + cause.getMessage() + ")", "look at the cause in the log", cause);
        };
    }

    static Failure damaged(Path file, SQLException cause) {
        return Failure.of(FailureCode.INTERNAL, damage(file, cause.toString()), cause);
    }

    static Failure damaged(Path file, String how) {
        return Failure.of(FailureCode.INTERNAL, damage(file, how));
    }

    private static String damage(Path file, String how) {
        return "the store file " + file + " is damaged or is no store (" + how + "). It was left as it is."
                + " Next: stop everything that uses it, keep a copy, and restore the file together with its -wal file from a backup";
    }

    private static Failure unavailable(Path file, String what, String next, SQLException cause) {
        return Failure.of(FailureCode.UNAVAILABLE, "the store file " + file + " " + what + ". Next: " + next, cause);
    }
}
