package dev.sallyport.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what grows with time in tables of its own: keys that ascend with time by month, sequences by blocks of their
 * numbers. So an index stays small enough for memory where one writes, and what is old is vacuumed, moved to slower disks
 * and given back by table. All are partitions of {@code entry} by ranges of the key; what belongs to none is in
 * {@code entry_other}, so a partition that is missing delays and loses nothing.
 */
final class PostgresPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPartitions.class);

    /** Numbers of a sequence in one table. */
    static final long BLOCK = 1L << 22;

    /** So far ahead of need it is made. */
    private static final Duration AHEAD = Duration.ofDays(7);

    private static final long AHEAD_NUMBERS = BLOCK / 8;
    private static final long TRY_AGAIN_MILLIS = 60_000;
    /** What is in {@code entry_other} already and belongs into a new partition is moved, unless it is more than this. */
    private static final int MOST_MOVED = 10_000;

    private final List<TimeOrdered> timed;
    private final Set<String> made = new HashSet<>();
    private boolean known;
    private long tryAgain = Long.MIN_VALUE;

    PostgresPartitions(List<TimeOrdered> timed) {
        this.timed = timed;
    }

    /** A range of keys, and the table that holds it. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied
    private record Part(String table, byte[] from, byte[] before) {}

    /**
     * Makes the partitions that will be needed soon. One that cannot be made is tried again a minute later.
     *
     * @param sequences the last key of each sequence, by prefix
     */
    void prepare(Statements statements, PostgresSession session, long nowMillis, Map<String, byte[]> sequences)
            throws SQLException {
        if (nowMillis < tryAgain && sequences.entrySet().stream().noneMatch(this::isNearEnd)) {
            return;
        }
        if (!known) {
            made.addAll(statements.query(
                    "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"
                            + " AND relnamespace = current_setting('search_path')::regnamespace",
                    row -> row.getString(1)));
            known = true;
        }
        tryAgain = nowMillis + TRY_AGAIN_MILLIS;
        Instant now = Instant.ofEpochMilli(nowMillis);
        for (TimeOrdered each : timed) {
            make(statements, session, month(each, now));
            make(statements, session, month(each, now.plus(AHEAD)));
        }
        for (Map.Entry<String, byte[]> sequence : sequences.entrySet()) {
            long number = Sequence.number(sequence.getValue(), sequence.getKey());
            make(statements, session, block(sequence.getKey(), number));
            make(statements, session, block(sequence.getKey(), number + AHEAD_NUMBERS));
        }
    }

    private boolean isNearEnd(Map.Entry<String, byte[]> sequence) {
        long number = Sequence.number(sequence.getValue(), sequence.getKey());
        return !made.contains(block(sequence.getKey(), number + AHEAD_NUMBERS).table());
    }

    private static Part month(TimeOrdered keys, Instant at) {
        YearMonth month = YearMonth.from(at.atZone(ZoneOffset.UTC));
        return new Part(
                table(keys.prefix(), month.toString().replace('-', '_')),
                first(keys, month),
                first(keys, month.plusMonths(1)));
    }

    private static byte[] first(TimeOrdered keys, YearMonth month) {
        Instant begin = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Keys.encode(keys.first().apply(begin));
    }

    private static Part block(String sequence, long number) {
        long first = number / BLOCK * BLOCK;
        return new Part(
                table(sequence, HexFormat.of().toHexDigits(first / BLOCK, 8)),
                Keys.encode(Sequence.key(sequence, first)),
                Keys.encode(Sequence.key(sequence, first + BLOCK)));
    }

    private static String table(String prefix, String part) {
        String name = prefix.replaceAll("[^a-z0-9]+", "_");
        return "entry_" + name.substring(0, Math.min(30, name.length())) + part;
    }

    private void make(Statements statements, PostgresSession session, Part part) throws SQLException {
        if (!made.add(part.table())) {
            return;
        }
        try {
            statements.execute("SET LOCAL lock_timeout = '2s'");
            attach(statements, part);
            session.commit();
        } catch (SQLException refused) {
            if (PostgresFailures.isConnectionGone(refused)) {
                throw refused;
            }
            made.remove(part.table());
            statements.execute("ROLLBACK");
            LOG.warn("event=store_partition_not_made table={} reason={}", part.table(), refused.getMessage());
        }
    }

    private static void attach(Statements statements, Part part) throws SQLException {
        int stray = statements
                .query(
                        "SELECT count(*) FROM (SELECT 1 FROM entry_other WHERE key >= ? AND key < ? LIMIT "
                                + (MOST_MOVED + 1) + ") AS stray",
                        row -> row.getInt(1),
                        part.from(),
                        part.before())
                .getFirst();
        if (stray > MOST_MOVED) {
            throw new SQLException("more than " + MOST_MOVED + " of its rows are in entry_other", "55000");
        }
        statements.execute("CREATE TABLE " + part.table() + " (LIKE entry INCLUDING ALL)");
        statements.update(
                "WITH moved AS (DELETE FROM entry_other WHERE key >= ? AND key < ? RETURNING *) INSERT INTO "
                        + part.table() + " SELECT * FROM moved",
                part.from(),
                part.before());
        HexFormat hex = HexFormat.of();
        statements.execute("ALTER TABLE entry ATTACH PARTITION " + part.table() + " FOR VALUES FROM ('\\x"
                + hex.formatHex(part.from()) + "') TO ('\\x" + hex.formatHex(part.before()) + "')");
    }
}
