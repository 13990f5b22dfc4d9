package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a log says of itself (C2SP tlog-checkpoint): which log, how many leaves, the hash over them.
 *
 * @param origin the log's name
 * @param root 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared below, never changed
public record Checkpoint(String origin, long size, byte[] root) {

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    public Checkpoint {
        if (!NoteKey.isName(origin) || size < 0 || root.length != TreeHasher.BYTES) {
            throw Failure.of(FailureCode.INVALID, "a checkpoint: its origin, size or root cannot be");
        }
        root = root.clone();
    }

    /** @throws Failure INVALID for what is no checkpoint; lines after the third are let pass, as witnesses must */
    public static Checkpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3
                || !text.endsWith("\n")
                || !SIZE.matcher(lines.get(1)).matches()) {
            throw Failure.of(FailureCode.INVALID, "this is no checkpoint: expected origin, size and root, a line each");
        }
        return new Checkpoint(lines.getFirst(), Long.parseLong(lines.get(1)), hash(lines.get(2)));
    }

    /** @throws Failure INVALID for what is no hash in base64 */
    static byte[] hash(String base64) {
        try {
            byte[] hash = Base64.getDecoder().decode(base64);
            if (hash.length == TreeHasher.BYTES
                    && Base64.getEncoder().encodeToString(hash).equals(base64)) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.INVALID, "a hash that is not base64", e);
        }
        throw Failure.of(FailureCode.INVALID, "a hash of another length than 32 bytes");
    }

    /** Three lines. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** Whether the root is this one. */
    public boolean hasRoot(byte[] other) {
        return Arrays.equals(root, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, size, Arrays.hashCode(root));
    }

    @Override
    public String toString() {
        return origin + " " + size + " " + HexFormat.of().formatHex(root);
    }
}
