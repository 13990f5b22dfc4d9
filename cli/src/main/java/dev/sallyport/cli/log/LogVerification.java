package dev.sallyport.cli.log;

import dev.sallyport.audit.event.EventJson;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntryBundle;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that {@code sally audit verify} looks at: signatures, hashes, entries, what was seen before. */
public final class LogVerification {

    private final LogSource source;
    private final NoteKey key;
    private final RequiredWitnesses witnesses;
    private final Map<String, Checkpoint> before;

    /** @param before checkpoints that the log must begin with, by whose they are */
    public LogVerification(LogSource source, NoteKey key, RequiredWitnesses witnesses, Map<String, Checkpoint> before) {
        this.source = source;
        this.key = key;
        this.witnesses = witnesses;
        this.before = Map.copyOf(before);
    }

    /** How it ends. */
    public sealed interface Outcome {

        /** Nothing is wrong. */
        record Good(SignedNote checkpoint, String text) implements Outcome {}

        /** Something is; the event that stands, or should stand, there, and what of it differs, as far as it is known. */
        record Bad(LogFinding finding, Optional<String> event, String difference) implements Outcome {}
    }

    /**
     * Looks at everything; compares events stored in this time, milliseconds since 1970.
     *
     * @throws Failure DENIED where a signature that must be there is not
     */
    public Outcome run(long fromMillis, long toMillis) {
        // In this order: the newest checkpoint has at least what witnesses saw, and what is past retention.
        Map<NoteKey, SignedNote> witnessed = witnesses.signed(source, key);
        Optional<SignedNote> retained = source.retained();
        SignedNote note = source.checkpoint();
        Checkpoint checkpoint = signed(note);
        LogCheck check = new LogCheck(checkpoint, source, source.entries(), _ -> {});
        long kept = kept(retained, checkpoint);
        long asked = fromMillis == Long.MIN_VALUE ? 0 : firstBundleAt(fromMillis, checkpoint) * TilePath.FULL;
        long from = Math.max(asked, kept);
        long to = toMillis == Long.MAX_VALUE
                ? checkpoint.size()
                : (firstBundleAt(toMillis, checkpoint) + 1) * TilePath.FULL;
        Optional<LogFinding> found = check.run(from, to)
                .or(() -> before.entrySet().stream()
                        .flatMap(seen -> check.extending(seen.getValue(), seen.getKey()).stream())
                        .findFirst())
                .or(() -> unseen(check, witnessed));
        if (found.isPresent() && wentMeanwhile(found.get(), from)) {
            return run(fromMillis, toMillis);
        }
        return found.<Outcome>map(finding -> bad(finding, checkpoint))
                .orElseGet(() -> new Outcome.Good(
                        note, text(checkpoint, Math.min(to, checkpoint.size()) - from, kept, witnessed)));
    }

    private long kept(Optional<SignedNote> retained, Checkpoint checkpoint) {
        return retained.map(said -> Retained.of(said, key, checkpoint.size()).first())
                .orElse(0L);
    }

    /** Whether an entry is not there because it was let go since this began. */
    private boolean wentMeanwhile(LogFinding finding, long from) {
        return finding.kind() == LogFinding.Kind.TRUNCATED
                && finding.index() >= from
                && finding.index() < kept(source.retained(), signed(source.checkpoint()));
    }

    private Checkpoint signed(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(key.name()) || !note.isSignedBy(key)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "the log's checkpoint is not signed by " + key + ": this is another log, or a forged one");
        }
        return checkpoint;
    }

    /** What a witness saw that is not in this log. */
    private Optional<LogFinding> unseen(LogCheck check, Map<NoteKey, SignedNote> witnessed) {
        return witnessed.entrySet().stream()
                .flatMap(seen -> check
                        .extending(
                                signed(seen.getValue()),
                                "the checkpoint that the witness "
                                        + seen.getKey().name() + " saw")
                        .stream())
                .findFirst();
    }

    /** Events are stored in the order of time, as far as auth's clock does not go back. */
    private long firstBundleAt(long millis, Checkpoint checkpoint) {
        long low = 0;
        long high = Math.max(0, (checkpoint.size() - 1) / TilePath.FULL);
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (storedAt(middle, checkpoint) <= millis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long storedAt(long bundle, Checkpoint checkpoint) {
        TilePath path =
                TilePath.holding(0, bundle * TilePath.FULL, checkpoint.size()).entries();
        List<byte[]> entries = EntryBundle.read(source.read(path).orElse(new byte[0]));
        try {
            return entries.isEmpty()
                    ? Long.MIN_VALUE
                    : EventJson.read(entries.getFirst()).storedMillis();
        } catch (Failure damaged) {
            return Long.MIN_VALUE;
        }
    }

    private Outcome.Bad bad(LogFinding finding, Checkpoint checkpoint) {
        Optional<byte[]> logged = finding.index() < 0 ? Optional.empty() : logged(finding, checkpoint);
        Optional<String> event = logged.flatMap(EventDifference::id).or(() -> EventDifference.id(finding.entry()));
        String difference = finding.kind() == LogFinding.Kind.EDITED
                ? logged.map(entry -> EventDifference.text(entry, finding.entry()))
                        .orElse("")
                : "";
        return new Outcome.Bad(finding, event, difference);
    }

    /** The entry as it was logged, from a source that still has it: proved by its hash. */
    private Optional<byte[]> logged(LogFinding finding, Checkpoint checkpoint) {
        TilePath path = TilePath.holding(0, finding.index(), checkpoint.size());
        int place = (int) (finding.index() % TilePath.FULL);
        byte[] hashes = source.read(path).orElse(new byte[0]);
        for (EntrySource other : source.entries()) {
            List<byte[]> entries =
                    EntryBundle.read(other.bundles().read(path.entries()).orElse(new byte[0]));
            if (place < entries.size() && LogCheck.isAt(entries.get(place), hashes, place)) {
                return Optional.of(entries.get(place));
            }
        }
        return Optional.empty();
    }

    private static String text(Checkpoint checkpoint, long compared, long kept, Map<NoteKey, SignedNote> witnessed) {
        StringBuilder cosigned = new StringBuilder();
        witnessed.forEach((witness, note) -> cosigned.append("; cosigned by ")
                .append(witness.name())
                .append(" up to entry ")
                .append(Checkpoint.parse(note.text()).size()));
        return "OK " + checkpoint.size() + " entries of " + checkpoint.origin() + ", " + Math.max(0, compared)
                + " compared"
                + (kept == 0
                        ? ""
                        : "; entries 0 to " + (kept - 1) + " are past retention, proved by their hashes alone")
                + "; root " + Base64.getEncoder().encodeToString(checkpoint.root()) + cosigned;
    }
}
