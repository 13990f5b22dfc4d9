package dev.sallyport.agent.ssh;

/** What keys of a terminal send. */
final class Keys {

    /** Ctrl-C. */
    static final int INTERRUPT = 3;

    /** Ctrl-D. */
    static final int END_OF_INPUT = 4;

    private Keys() {}

    /** Whether somebody who waits has had enough. */
    static boolean givesUp(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == INTERRUPT || bytes[i] == END_OF_INPUT) {
                return true;
            }
        }
        return false;
    }
}
