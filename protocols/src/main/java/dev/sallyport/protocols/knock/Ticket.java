package dev.sallyport.protocols.knock;

import java.util.Arrays;

/**
 * What a login hands out so that its owner may knock: 17 bytes, of which 1 names the routing key, 4 are the expiry (Unix seconds, big
 * endian, unsigned) and 12 are random. No secret: the {@link TicketKeys#ticketKey ticket key} is.
 */
public final class Ticket {

    /** Bytes of a ticket. */
    public static final int BYTES = 17;

    /** Random bytes in a ticket. */
    public static final int RANDOM_BYTES = 12;

    private final byte[] bytes;

    private Ticket(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A new ticket.
     *
     * @param keyId of the routing key that its key derives from, 0 to 255
     * @param expirySeconds Unix time after which the ticket is refused, below 2^32
     * @param random {@value #RANDOM_BYTES} bytes that no other ticket has
     */
    public static Ticket of(int keyId, long expirySeconds, byte[] random) {
        if (keyId < 0 || keyId > 0xff || expirySeconds < 0 || expirySeconds > 0xffff_ffffL) {
            throw new IllegalArgumentException("key id or expiry out of range");
        }
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("a ticket has 12 random bytes");
        }
        byte[] bytes = new byte[BYTES];
        bytes[0] = (byte) keyId;
        BigEndian.putInt(bytes, 1, expirySeconds);
        System.arraycopy(random, 0, bytes, 5, RANDOM_BYTES);
        return new Ticket(bytes);
    }

    /** A ticket from its {@value #BYTES} bytes; any such bytes are one. */
    public static Ticket of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a ticket has 17 bytes");
        }
        return new Ticket(bytes.clone());
    }

    /** Which routing key its key derives from, 0 to 255. */
    public int keyId() {
        return bytes[0] & 0xff;
    }

    /** Unix time in seconds after which it is refused. */
    public long expirySeconds() {
        return BigEndian.getInt(bytes, 1);
    }

    /** Its {@value #BYTES} bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ticket ticket && Arrays.equals(bytes, ticket.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
