package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link SqliteStore}: makes it, proves that it is ours and sound, keeps other processes out, opens
 * connections to it.
 */
final class SqliteFile implements AutoCloseable {

    /** "SLPT", in the file's header: tells our files from other databases. */
    private static final int APPLICATION_ID = 0x534C5054;

    private static final int SCHEMA_VERSION = 1;
    private static final int PAGE_BYTES = 4096;
    /** Files up to this size are read whole at the start, to find damage before it does harm. */
    private static final long CHECKED_BYTES = 1L << 30;

    private static final String SCHEMA = """
            CREATE TABLE entry (key BLOB PRIMARY KEY, value BLOB NOT NULL, revision INTEGER NOT NULL, lease INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX entry_lease ON entry (lease) WHERE lease <> 0;
            CREATE TABLE history (revision INTEGER PRIMARY KEY, key BLOB NOT NULL, value BLOB, at INTEGER NOT NULL);
            CREATE TABLE lease (id INTEGER PRIMARY KEY AUTOINCREMENT, ttl INTEGER NOT NULL, deadline INTEGER NOT NULL);
            CREATE INDEX lease_deadline ON lease (deadline);
            CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL, forgotten INTEGER NOT NULL);
            INSERT INTO state VALUES (1, 0, 0);
            """;

    private final Path path;
    private final FileChannel lockFile;
    private final long maxPages;

    private SqliteFile(Path path, FileChannel lockFile, long maxBytes) {
        this.path = path;
        this.lockFile = lockFile;
        this.maxPages = Math.max(1, Math.min(maxBytes / PAGE_BYTES, 0xFFFF_FFFEL));
    }

    /** @throws Failure INTERNAL if it is damaged, CONFLICT if another process has it, UNAVAILABLE if it cannot be used */
    static SqliteFile open(Path path, long maxBytes) {
        try {
            createPrivate(path);
            SqliteFile file = new SqliteFile(path, lock(path), maxBytes);
            file.prepareOrClose();
            return file;
        } catch (IOException unusable) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "the store file " + path + " cannot be opened: " + unusable
                            + ". Next: see that this user may read and write it and its directory",
                    unusable);
        }
    }

    Path path() {
        return path;
    }

    private static void createPrivate(Path path) throws IOException {
        if (Files.notExists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        if (!Files.isWritable(path)) {
            throw new IOException("it is read-only for this user");
        }
    }

    /** SQLite would share the file; our revisions and watches would not. */
    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolveSibling(path.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (!isLocked(channel)) {
            channel.close();
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the store file " + path
                            + " is in use by another process. Next: stop that one, or give this one a file of its own");
        }
        return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private void prepareOrClose() throws IOException {
        try {
            prepare();
        } catch (RuntimeException unusable) {
            lockFile.close();
            throw unusable;
        }
    }

    private void prepare() {
        try (Connection connection = connect()) {
            long ours = number(connection, "PRAGMA application_id");
            boolean fresh = ours == 0 && number(connection, "SELECT count(*) FROM sqlite_master") == 0;
            if (fresh) {
                create(connection);
            } else if (ours != APPLICATION_ID) {
                throw SqliteFailures.damaged(path, "it is a database of another program");
            }
            requireVersion(number(connection, "PRAGMA user_version"));
            if (Files.size(path) <= CHECKED_BYTES) {
                requireSound(connection);
            }
        } catch (SQLException refused) {
            throw SqliteFailures.of(path, refused);
        } catch (IOException gone) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE, "the store file " + path + " went away: " + gone.getMessage(), gone);
        }
    }

    private static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(SCHEMA);
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void requireVersion(long version) {
        if (version != SCHEMA_VERSION) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "the store file " + path + " has format " + version + ", this version reads " + SCHEMA_VERSION
                            + ". Next: run the version that wrote it, or a newer one");
        }
    }

    private void requireSound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = found.next() ? found.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw SqliteFailures.damaged(path, verdict.replace('\n', ' '));
            }
        }
    }

    /** A connection of its own; every commit on it is forced to the disk. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA busy_timeout = 10000");
            // What is deleted is overwritten where that costs no write of its own: keys that were destroyed are to be
            // gone.
            statement.execute("PRAGMA secure_delete = FAST");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
            statement.execute("PRAGMA journal_size_limit = 67108864");
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA max_page_count = " + maxPages);
            return connection;
        } catch (SQLException | RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException alreadyGone) {
            // The lock ends with the process at the latest.
            return;
        }
    }
}
