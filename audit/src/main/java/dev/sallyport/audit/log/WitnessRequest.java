package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log asks a witness (C2SP tlog-witness, add-checkpoint).
 *
 * @param oldSize of the last checkpoint that the witness saw
 * @param path that the tree of that size is the beginning of the new one
 */
public record WitnessRequest(long oldSize, List<byte[]> path, SignedNote checkpoint) {

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,17})");
    private static final String WORD = "old ";

    public WitnessRequest {
        path = List.copyOf(path);
    }

    public String text() {
        StringBuilder text = new StringBuilder(WORD).append(oldSize).append('\n');
        path.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(checkpoint.note()).toString();
    }

    /** @throws Failure INVALID for what is no such request */
    public static WitnessRequest parse(String text) {
        int blank = text.indexOf("\n\n");
        List<String> head =
                blank < 0 ? List.of() : text.substring(0, blank).lines().toList();
        if (head.isEmpty()
                || head.size() > 1 + Proofs.MAX_HASHES
                || !OLD.matcher(head.getFirst()).matches()) {
            throw Failure.of(FailureCode.INVALID, "expected 'old SIZE', hashes, an empty line and a checkpoint");
        }
        return new WitnessRequest(
                Long.parseLong(head.getFirst().substring(WORD.length())),
                head.subList(1, head.size()).stream().map(Checkpoint::hash).toList(),
                SignedNote.parse(text.substring(blank + 2)));
    }
}
