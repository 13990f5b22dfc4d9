package dev.sallyport.agent.ssh;

/** Where a connection reads into: small while little comes, so that an idle one costs little, larger while it is filled. */
final class ReadBuffer {

    static final int LEAST = 4 * 1024;
    static final int MOST = 128 * 1024;

    private byte[] bytes = new byte[LEAST];

    byte[] bytes() {
        return bytes;
    }

    /** After a read: how much came decides what the next one gets. The bytes that came must have been used up. */
    void got(int length) {
        if (length == bytes.length && length < MOST) {
            bytes = new byte[length * 4 > MOST ? MOST : length * 4];
        } else if (length <= LEAST / 4 && bytes.length > LEAST) {
            bytes = new byte[LEAST];
        }
    }
}
