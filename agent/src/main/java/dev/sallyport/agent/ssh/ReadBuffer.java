package dev.sallyport.agent.ssh;

/** Where a busy reader reads into: small while little comes, so that an idle one costs little, larger while it is filled. */
final class ReadBuffer {

    private final int least;
    private final int most;
    private byte[] bytes;

    /** Sizes in bytes. */
    ReadBuffer(int least, int most) {
        this.least = least;
        this.most = most;
        this.bytes = new byte[least];
    }

    byte[] bytes() {
        return bytes;
    }

    /** After a read: how much came decides what the next one gets. The bytes that came must have been used up. */
    void got(int length) {
        if (length == bytes.length && length < most) {
            bytes = new byte[Math.min(length * 4, most)];
        } else if (length <= least / 4 && bytes.length > least) {
            bytes = new byte[least];
        }
    }
}
