package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Pty;
import dev.sallyport.audit.terminal.Screen;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last output of a terminal, from which its screen is drawn for whoever comes later: at most 64 KiB, and as much memory as there
 * was output. Not safe for use by several threads.
 */
final class Recent {

    static final int MOST = 64 * 1024;

    private static final int FIRST = 1024;
    private static final int LARGEST_PICTURE = 128 * 1024;

    private byte[] ring = new byte[FIRST];
    private int length;
    /** Where the next byte goes, once the ring is as large as it gets. */
    private int at;

    void add(byte[] bytes, int count) {
        int from = Math.max(0, count - MOST);
        int left = count - from;
        grow(left);
        while (left > 0) {
            int n = Math.min(left, ring.length - at);
            System.arraycopy(bytes, from, ring, at, n);
            at = (at + n) % ring.length;
            from += n;
            left -= n;
            length = Math.min(ring.length, length + n);
        }
    }

    private void grow(int more) {
        if (length + more <= ring.length || ring.length == MOST) {
            return;
        }
        byte[] old = bytes();
        int wanted = Math.min(MOST, Math.max(old.length + more, ring.length * 2));
        ring = Arrays.copyOf(old, wanted);
        length = old.length;
        at = length % wanted;
    }

    /** In the order in which they came. */
    byte[] bytes() {
        if (length < ring.length) {
            return Arrays.copyOf(ring, length);
        }
        byte[] all = new byte[length];
        System.arraycopy(ring, at, all, 0, ring.length - at);
        System.arraycopy(ring, 0, all, ring.length - at, at);
        return all;
    }

    /** What draws the screen that these bytes leave behind; may take some milliseconds. */
    static byte[] picture(byte[] bytes, Pty.Size size) {
        Screen screen = new Screen(size.columns(), size.rows(), (_, _) -> {});
        screen.feed(0, bytes);
        return screen.picture(LARGEST_PICTURE).getBytes(StandardCharsets.UTF_8);
    }
}
