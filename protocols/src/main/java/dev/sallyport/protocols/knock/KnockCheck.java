package dev.sallyport.protocols.knock;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Verifies knocks: first the proof, then times, so that whoever proves nothing learns nothing. */
public final class KnockCheck {

    /** Seconds by which the sender's clock may differ, either way. */
    public static final long CLOCK_TOLERANCE_SECONDS = 60;

    private final RoutingKeyLookup keys;

    /** A check against these keys, asked for at each knock. */
    public KnockCheck(RoutingKeyLookup keys) {
        this.keys = keys;
    }

    /**
     * Verifies a body, the bytes after magic and length.
     *
     * <p>The clock is looked at before the expiry: with a wrong clock both fail, and only the clock is worth telling.
     */
    public KnockVerdict check(byte[] body, long nowSeconds) {
        int nameBytes = body.length - Knock.FRAME_BYTES;
        if (nameBytes < 1 || nameBytes > Knock.MAX_TARGET_BYTES || body[0] != Knock.VERSION) {
            return new KnockVerdict.Wrong();
        }
        Ticket ticket = Ticket.of(Arrays.copyOfRange(body, 1, Knock.TIME_AT));
        byte[] routingKey = keys.routingKey(ticket.keyId());
        if (routingKey == null) {
            return new KnockVerdict.Wrong();
        }
        TicketKeys ticketKeys = new TicketKeys(TicketKeys.ticketKey(routingKey, ticket));
        if (!signed(body, ticketKeys)) {
            return new KnockVerdict.Wrong();
        }
        long time = BigEndian.getInt(body, Knock.TIME_AT);
        if (Math.abs(time - nowSeconds) > CLOCK_TOLERANCE_SECONDS) {
            return new KnockVerdict.ClockOff(time - nowSeconds);
        }
        if (ticket.expirySeconds() <= nowSeconds) {
            return new KnockVerdict.Expired(ticket.expirySeconds());
        }
        return open(body, nameBytes, ticketKeys, ticket, time);
    }

    private static boolean signed(byte[] body, TicketKeys keys) {
        int signed = body.length - Knock.MAC_BYTES;
        byte[] wanted = Arrays.copyOf(keys.mac(body, 0, signed), Knock.MAC_BYTES);
        return MessageDigest.isEqual(wanted, Arrays.copyOfRange(body, signed, body.length));
    }

    private static KnockVerdict open(byte[] body, int nameBytes, TicketKeys keys, Ticket ticket, long time) {
        byte[] nonce = Arrays.copyOfRange(body, Knock.NONCE_AT, Knock.TARGET_AT);
        byte[] target = Arrays.copyOfRange(body, Knock.TARGET_AT, Knock.TARGET_AT + 1 + nameBytes);
        keys.crypt(target, 0, target.length, nonce);
        String name = (target[0] & 0xff) == nameBytes ? utf8(target, nameBytes) : null;
        return name == null ? new KnockVerdict.Wrong() : new KnockVerdict.Genuine(ticket, time, nonce, name);
    }

    private static @Nullable String utf8(byte[] target, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(target, 1, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
