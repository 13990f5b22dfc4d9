package dev.sallyport.agent.ssh.files;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts one direction of SFTP into packets (draft-ietf-secsh-filexfer-02, section 3): four bytes of length, a type, the
 * rest. Gives on only the beginning of each packet, which holds the names and numbers.
 */
final class SftpFrames {

    /** OpenSSH's server ends itself over anything longer than this. */
    private static final int LONGEST = 256 * 1024;
    /** Two paths of the longest sort, and what goes with them. */
    private static final int KEPT = 10 * 1024;
    /** Packets that carry file contents: of these only handle and offset matter. */
    private static final int KEPT_OF_DATA = 512;

    private static final int LENGTH_AND_TYPE = 5;

    private final Consumer<ByteBuffer> packets;
    private final ByteBuffer head = ByteBuffer.allocate(KEPT + 4);
    private int wanted = LENGTH_AND_TYPE;
    private int toSkip;

    /** @param packets gets each packet from its type on, perhaps cut; the buffer is ours again afterwards */
    SftpFrames(Consumer<ByteBuffer> packets) {
        this.packets = packets;
    }

    void take(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (toSkip > 0) {
                int skipped = Math.min(toSkip, end - at);
                toSkip -= skipped;
                at += skipped;
                continue;
            }
            int n = Math.min(wanted - head.position(), end - at);
            head.put(bytes, at, n);
            at += n;
            if (head.position() == wanted) {
                advance();
            }
        }
    }

    private void advance() {
        int length = head.getInt(0);
        if (length < 1 || length > LONGEST) {
            throw Failure.of(FailureCode.INVALID, "an SFTP packet claims " + length + " bytes");
        }
        if (wanted == LENGTH_AND_TYPE && length > 1) {
            wanted = 4 + Math.min(length, kept(head.get(4)));
            if (head.position() < wanted) {
                return;
            }
        }
        toSkip = 4 + length - wanted;
        packets.accept(head.duplicate().position(4).limit(wanted));
        head.clear();
        wanted = LENGTH_AND_TYPE;
    }

    private static int kept(byte type) {
        return switch (type & 0xff) {
            case SftpTypes.WRITE, SftpTypes.DATA, SftpTypes.NAME -> KEPT_OF_DATA;
            default -> KEPT;
        };
    }
}
