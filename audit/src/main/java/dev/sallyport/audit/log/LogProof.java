package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Base64;
import java.util.List;

/**
 * That an entry is in a log, to be checked without it (C2SP tlog-proof, v1).
 *
 * @param extra the entry itself; who checks hashes it
 * @param index of the entry, from 0
 * @param path from the leaf's sibling to the root's child
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
public record LogProof(byte[] extra, long index, List<byte[]> path, SignedNote checkpoint) {

    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public LogProof {
        path = List.copyOf(path);
    }

    public String text() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        text.append(EXTRA).append(Base64.getEncoder().encodeToString(extra)).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(checkpoint.note()).toString();
    }

    /** @throws Failure INVALID for what is no such proof */
    public static LogProof parse(String text) {
        int blank = text.indexOf("\n\n");
        List<String> head =
                blank < 0 ? List.of() : text.substring(0, blank).lines().toList();
        if (head.size() < 3
                || head.size() > 3 + Proofs.MAX_HASHES
                || !head.getFirst().equals(FIRST)
                || !head.get(1).startsWith(EXTRA)
                || !head.get(2).startsWith(INDEX)) {
            throw Failure.of(FailureCode.INVALID, "this is no proof: expected " + FIRST + ", extra, index, hashes");
        }
        try {
            return new LogProof(
                    Base64.getDecoder().decode(head.get(1).substring(EXTRA.length())),
                    Long.parseLong(head.get(2).substring(INDEX.length())),
                    head.subList(3, head.size()).stream().map(Checkpoint::hash).toList(),
                    SignedNote.parse(text.substring(blank + 2)));
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.INVALID, "this is no proof: a number or base64 is malformed", e);
        }
    }

    /** Whether it proves that the entry is in the log whose key this is. */
    public boolean holds(NoteKey log) {
        Checkpoint claimed = Checkpoint.parse(checkpoint.text());
        TreeHasher hasher = new TreeHasher();
        return claimed.origin().equals(log.name())
                && checkpoint.isSignedBy(log)
                && new Proofs(hasher).includes(hasher.leaf(extra), index, claimed.size(), path, claimed.root());
    }
}
