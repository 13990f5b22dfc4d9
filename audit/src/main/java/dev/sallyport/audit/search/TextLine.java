package dev.sallyport.audit.search;

import java.util.Arrays;

/**
 * One line of a session's text.
 *
 * @param micros when it was there, since the recording's start
 */
public record TextLine(long micros, Kind kind, String text) {

    /** Where it comes from. */
    public enum Kind {
        /** What the person asked to run. */
        COMMAND(0),
        /** What stood on the terminal, or was written where there is none. */
        SHOWN(1),
        /** Only where input is recorded. */
        TYPED(2);

        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElse(SHOWN);
        }
    }
}
