package dev.sallyport.benchmarks.soak;

import java.util.List;

/**
 * A session in which a command counted aloud, as its client heard it.
 *
 * @param word what it says before each number; no other session says it
 * @param heardNanos when each number was heard, from 0 on
 * @param endedNanos when the client heard its end
 */
record Talk(String word, List<Long> heardNanos, long endedNanos) {

    /** What an agent may lose of a session when it is killed: it writes every 100 ms, on two cores that are never idle. */
    private static final long MAY_BE_LOST_NANOS = 1_000_000_000L;

    Talk {
        heardNanos = List.copyOf(heardNanos);
    }

    /** As a shell command: four seconds, twenty numbers a second. */
    static String command(String word) {
        return "i=0; while [ $i -lt 80 ]; do echo " + word + " $i; i=$((i+1)); sleep 0.05; done";
    }

    /** The last line that the recording must have; -1 for none. */
    int certain() {
        int certain = -1;
        for (long heard : heardNanos) {
            if (endedNanos - heard >= MAY_BE_LOST_NANOS) {
                certain++;
            }
        }
        return certain;
    }

    String line(int number) {
        return word + " " + number;
    }
}
