package dev.sallyport.protocols.knock;

import java.nio.charset.StandardCharsets;

/**
 * The keys behind a knock. A ticket key derives from the cluster's routing key, so that neither auth nor a proxy remembers tickets:
 *
 * <pre>
 * ticketKey  = HMAC-SHA256(routingKey, "sallyport ticket v1" || ticket)
 * encryptKey = HMAC-SHA256(ticketKey, "encrypt")
 * macKey     = HMAC-SHA256(ticketKey, "mac")
 * </pre>
 */
public final class TicketKeys {

    /** Bytes of a routing key and of a ticket key. */
    public static final int KEY_BYTES = 32;

    private final byte[] encryptKey;
    private final byte[] macKey;

    /** The keys that a ticket key gives. */
    TicketKeys(byte[] ticketKey) {
        encryptKey = HmacSha256.of(ticketKey, ascii("encrypt"));
        macKey = HmacSha256.of(ticketKey, ascii("mac"));
    }

    /** The key that belongs to a ticket, {@value #KEY_BYTES} bytes: a secret of the ticket's owner. */
    public static byte[] ticketKey(byte[] routingKey, Ticket ticket) {
        return HmacSha256.of(routingKey, ascii("sallyport ticket v1"), ticket.bytes());
    }

    /** XORs bytes with the key stream of a nonce; the same again undoes it. */
    void crypt(byte[] bytes, int offset, int length, byte[] nonce) {
        byte[] counter = new byte[4];
        byte[] stream = nonce;
        for (int i = 0; i < length; i++) {
            if (i % 32 == 0) {
                BigEndian.putInt(counter, 0, i / 32);
                stream = HmacSha256.of(encryptKey, nonce, counter);
            }
            bytes[offset + i] ^= stream[i % 32];
        }
    }

    /** The whole MAC; a knock carries its first 16 bytes. */
    byte[] mac(byte[] bytes, int offset, int length) {
        return HmacSha256.of(macKey, bytes, offset, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
