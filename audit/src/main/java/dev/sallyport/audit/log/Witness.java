package dev.sallyport.audit.log;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that a log only grows: remembers the last checkpoint of each, and signs the next one only where it contains
 * what was seen. Safe for use by many threads; checks and remembers in one step.
 */
public final class Witness {

    private final NoteSigner signer;
    private final List<NoteKey> logs;
    private final Memory memory;
    private final InstantSource clock;
    private final Proofs proofs = new Proofs(new TreeHasher());

    /** What survives: the last note of each log. */
    public interface Memory {

        Optional<SignedNote> last(String origin);

        /** Returns when it is durable; throws where it is not, and then nothing is signed. */
        void remember(String origin, SignedNote note);
    }

    /** @param logs those that it watches, one key for each name */
    public Witness(NoteSigner signer, List<NoteKey> logs, Memory memory, InstantSource clock) {
        this.signer = signer;
        this.logs = List.copyOf(logs);
        this.memory = memory;
        this.clock = clock;
    }

    /** @throws dev.sallyport.model.Failure INVALID where what was sent is no checkpoint */
    public synchronized WitnessAnswer add(WitnessRequest request) {
        SignedNote note = request.checkpoint();
        Checkpoint next = Checkpoint.parse(note.text());
        List<NoteKey> known =
                logs.stream().filter(key -> key.name().equals(next.origin())).toList();
        if (known.isEmpty()) {
            return new WitnessAnswer.UnknownLog();
        }
        Optional<SignedNote.Line> signed =
                known.stream().flatMap(key -> note.signature(key).stream()).findFirst();
        if (signed.isEmpty()) {
            return new WitnessAnswer.NotSigned();
        }
        return judge(request, next, new SignedNote(note.text(), List.of(signed.get())));
    }

    private WitnessAnswer judge(WitnessRequest request, Checkpoint next, SignedNote note) {
        if (request.oldSize() > next.size()) {
            return new WitnessAnswer.GoesBack();
        }
        Checkpoint last = memory.last(next.origin())
                .map(seen -> Checkpoint.parse(seen.text()))
                .orElseGet(() -> new Checkpoint(next.origin(), 0, new TreeHasher().empty()));
        if (request.oldSize() != last.size()) {
            return new WitnessAnswer.OtherSize(last.size());
        }
        if (!proofs.consistent(last.size(), last.root(), next.size(), next.root(), request.path())) {
            return new WitnessAnswer.Forked(last.size() == next.size());
        }
        memory.remember(next.origin(), note);
        return new WitnessAnswer.Cosigned(signer.sign(note.text(), clock.instant()));
    }
}
