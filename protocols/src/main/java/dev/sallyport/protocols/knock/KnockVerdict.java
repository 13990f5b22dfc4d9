package dev.sallyport.protocols.knock;

import java.util.Arrays;

/** What {@link KnockCheck} found. */
public sealed interface KnockVerdict {

    /** Proved, and in time. Whether it came before is for the receiver to know: {@link #replayKey}. */
    record Genuine(Ticket ticket, long timeSeconds, byte[] nonce, String target) implements KnockVerdict {

        /** What must not come twice: ticket and nonce, 29 bytes. */
        public byte[] replayKey() {
            byte[] key = Arrays.copyOf(ticket.bytes(), Ticket.BYTES + nonce.length);
            System.arraycopy(nonce, 0, key, Ticket.BYTES, nonce.length);
            return key;
        }
    }

    /** No knock, one of an unknown key, or one that somebody changed: these must look the same from outside. */
    record Wrong() implements KnockVerdict {}

    /** Proved, but the ticket ended at this Unix time. */
    record Expired(long expirySeconds) implements KnockVerdict {}

    /** Proved, but the sender's clock is ahead of ours by so many seconds (behind where negative). */
    record ClockOff(long aheadSeconds) implements KnockVerdict {}
}
