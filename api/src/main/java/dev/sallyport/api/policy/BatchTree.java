package dev.sallyport.api.policy;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.BatchWay;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A binary tree of hashes over several texts. Leaves and nodes are hashed as in RFC 9162, section 2.1.1 (SHA-256 over a zero byte
 * and the text, over a one byte and both children), so that a node never passes for a text; one that is left over in a row goes up
 * as it is. Which text stands where is not a matter of the tree: a text is in it or it is not.
 */
final class BatchTree {

    static final int HASH_BYTES = 32;

    /** More than any batch needs. */
    static final int MOST_STEPS = 32;

    private final List<List<ByteString>> rows;

    private BatchTree(List<List<ByteString>> rows) {
        this.rows = rows;
    }

    /** @param texts at least one */
    static BatchTree of(List<ByteString> texts) {
        List<List<ByteString>> rows = new ArrayList<>();
        List<ByteString> row = texts.stream().map(BatchTree::leaf).toList();
        rows.add(row);
        while (row.size() > 1) {
            row = above(row);
            rows.add(row);
        }
        return new BatchTree(rows);
    }

    private static List<ByteString> above(List<ByteString> row) {
        List<ByteString> above = new ArrayList<>();
        for (int i = 0; i < row.size(); i += 2) {
            above.add(i + 1 < row.size() ? node(row.get(i), row.get(i + 1)) : row.get(i));
        }
        return above;
    }

    ByteString root() {
        return rows.getLast().getFirst();
    }

    /** What the text of this number needs to come to the root. */
    BatchWay way(int number) {
        BatchWay.Builder way = BatchWay.newBuilder();
        int at = number;
        for (List<ByteString> row : rows) {
            int beside = at ^ 1;
            if (beside < row.size()) {
                way.addSteps(
                        BatchWay.Step.newBuilder().setBeside(row.get(beside)).setLeft(beside < at));
            }
            at >>= 1;
        }
        return way.build();
    }

    /** Where this way leads from this text; empty where it is none. */
    static Optional<ByteString> root(ByteString text, BatchWay way) {
        if (way.getStepsCount() > MOST_STEPS) {
            return Optional.empty();
        }
        ByteString at = leaf(text);
        for (BatchWay.Step step : way.getStepsList()) {
            if (step.getBeside().size() != HASH_BYTES) {
                return Optional.empty();
            }
            at = step.getLeft() ? node(step.getBeside(), at) : node(at, step.getBeside());
        }
        return Optional.of(at);
    }

    private static ByteString leaf(ByteString text) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        digest.update(text.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private static ByteString node(ByteString left, ByteString right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left.asReadOnlyByteBuffer());
        digest.update(right.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
