package dev.sallyport.auth.log;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.Proofs;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TileSource;
import dev.sallyport.audit.log.TiledTree;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.audit.log.WitnessRequest;
import dev.sallyport.auth.log.WitnessDialer.Reply;
import dev.sallyport.model.Failure;
import java.util.List;
import java.util.Optional;

/** Asks one witness for its signature, from the size that it says it saw last. For one thread at a time. */
final class Cosigning {

    private static final String SIZE = "text/x.tlog.size";

    private final WitnessAddress witness;
    private final TileSource tiles;
    private final WitnessDialer dialer;
    private long seen;

    /** @param seen the size of the last checkpoint that this witness signed, as far as it is known here */
    Cosigning(WitnessAddress witness, TileSource tiles, WitnessDialer dialer, long seen) {
        this.witness = witness;
        this.tiles = tiles;
        this.dialer = dialer;
        this.seen = seen;
    }

    CosignatureOutcome ask(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        try {
            Optional<Reply> reply = seen > checkpoint.size() ? Optional.empty() : Optional.of(send(note, checkpoint));
            if (reply.isPresent() && isSize(reply.get())) {
                seen = Long.parseLong(reply.get().body().strip());
                reply = seen > checkpoint.size() ? Optional.empty() : Optional.of(send(note, checkpoint));
            }
            return reply.map(last -> outcome(note, checkpoint, last)).orElseGet(() -> rolledBack(checkpoint));
        } catch (Failure | NumberFormatException e) {
            return new CosignatureOutcome.Failed(e instanceof Failure failure ? failure.text() : e.toString());
        }
    }

    private static boolean isSize(Reply reply) {
        return reply.code() == 409 && reply.type().startsWith(SIZE);
    }

    private CosignatureOutcome rolledBack(Checkpoint checkpoint) {
        // What this process remembers may be the mistake: the witness is asked anew.
        long was = seen;
        seen = 0;
        return new CosignatureOutcome.Refused("rolled back: it saw " + was + " entries, the log has "
                + checkpoint.size() + ". Next: sally audit verify");
    }

    private Reply send(SignedNote note, Checkpoint checkpoint) {
        TreeHasher hasher = new TreeHasher();
        List<byte[]> path = new Proofs(hasher)
                .consistency(seen, checkpoint.size(), new TiledTree(hasher, tiles, checkpoint.size()));
        return dialer.post(witness.url(), new WitnessRequest(seen, path, note).text());
    }

    private CosignatureOutcome outcome(SignedNote note, Checkpoint checkpoint, Reply reply) {
        return switch (reply.code()) {
            case 200 -> signed(note, checkpoint, reply.body());
            case 409, 422 ->
                isSize(reply)
                        ? new CosignatureOutcome.Failed("it changed its mind about what it saw")
                        : new CosignatureOutcome.Refused("forked: the log's first " + seen
                                + " entries are not those that it saw. Next: sally audit verify");
            default ->
                new CosignatureOutcome.Failed(
                        "it answered " + reply.code() + " " + reply.body().strip());
        };
    }

    private CosignatureOutcome signed(SignedNote note, Checkpoint checkpoint, String lines) {
        for (String line : lines.lines().toList()) {
            SignedNote cosigned = note.with(SignedNote.Line.parse(line));
            if (cosigned.isSignedBy(witness.key())) {
                seen = checkpoint.size();
                return new CosignatureOutcome.Signed(cosigned);
            }
        }
        return new CosignatureOutcome.Failed("it signed with another key than " + witness.key());
    }
}
