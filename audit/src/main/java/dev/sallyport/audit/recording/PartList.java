package dev.sallyport.audit.recording;

import java.util.Arrays;

/** Where the parts of a recording begin: the first chunk of each, and its offset in the recording. Safe for use by many threads. */
final class PartList {

    private int[] starts = new int[8];
    private long[] offsets = new long[8];
    private int size;
    private long end;

    /** The next part. One that is known already is left as it is. */
    synchronized void add(int start, long bytes) {
        if (size > 0 && start <= starts[size - 1]) {
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        starts[size] = start;
        offsets[size] = end;
        size++;
        end += bytes;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    synchronized int size() {
        return size;
    }

    synchronized int start(int part) {
        return starts[part];
    }

    synchronized int last() {
        return starts[size - 1];
    }

    /** The part in which this chunk is, or would be; the first where none is known. */
    synchronized int floor(int chunk) {
        int found = Arrays.binarySearch(starts, 0, size, chunk);
        int at = found >= 0 ? found : -found - 2;
        return at < 0 ? 0 : starts[at];
    }

    synchronized long offset(int start) {
        int found = Arrays.binarySearch(starts, 0, size, start);
        return found < 0 ? 0 : offsets[found];
    }
}
