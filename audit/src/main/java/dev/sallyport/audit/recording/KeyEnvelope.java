package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.hpke.OpeningKey;
import dev.sallyport.pki.hpke.RecipientKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A recording's key, wrapped for each who may read it: {@code count 1}, then for each {@code key id 16, encapsulated key 32,
 * sealed key 48}.
 */
final class KeyEnvelope {

    private static final byte[] INFO = "sallyport recording key v1".getBytes(StandardCharsets.US_ASCII);
    private static final int SLOT = RecipientKey.ID_BYTES + RecipientKey.OVERHEAD + ChunkCipher.KEY_BYTES;

    private final UUID session;
    private final byte[] slots;

    private KeyEnvelope(UUID session, byte[] slots) {
        this.session = session;
        this.slots = slots;
    }

    static byte[] write(UUID session, byte[] key, List<RecipientKey> recipients) {
        ByteBuffer out = ByteBuffer.allocate(1 + recipients.size() * SLOT).put((byte) recipients.size());
        for (RecipientKey recipient : recipients) {
            out.put(recipient.id()).put(recipient.wrap(key, INFO, place(session)));
        }
        return out.array();
    }

    /**
     * Takes the envelope from the beginning of a body.
     *
     * @throws Failure INVALID where it is no envelope
     */
    static KeyEnvelope read(UUID session, ByteBuffer body) {
        int count = body.hasRemaining() ? body.get() : 0;
        if (count < 1 || count > Recipients.MOST || body.remaining() < count * SLOT) {
            throw Failure.of(FailureCode.INVALID, "recording: an encrypted chunk does not begin with its keys");
        }
        byte[] slots = new byte[count * SLOT];
        body.get(slots);
        return new KeyEnvelope(session, slots);
    }

    /** Of a chunk that brings one. */
    static KeyEnvelope of(byte[] chunk) {
        ChunkHeader header = ChunkHeader.read(ByteBuffer.wrap(chunk));
        return read(header.session(), ByteBuffer.wrap(chunk, ChunkHeader.BYTES, header.bodyLength()));
    }

    /** The key in it; empty where it is for none of these. */
    Optional<byte[]> opened(List<OpeningKey> keys) {
        for (OpeningKey key : keys) {
            byte[] id = key.recipient().id();
            for (int at = 0; at < slots.length; at += SLOT) {
                if (Arrays.equals(id, 0, id.length, slots, at, at + id.length)) {
                    byte[] wrapped = Arrays.copyOfRange(slots, at + id.length, at + SLOT);
                    return Optional.of(checked(key.open(wrapped, INFO, place(session))));
                }
            }
        }
        return Optional.empty();
    }

    /** Nobody here can open it. */
    Failure closed() {
        return Failure.of(
                FailureCode.DENIED,
                "recording: it is encrypted for the keys " + ids()
                        + ", and none of them is here. Next: --key=FILE with one of them, or ask the cluster for it by its id");
    }

    /** @throws Failure INVALID where a key has not the length of one */
    static byte[] checked(byte[] key) {
        if (key.length != ChunkCipher.KEY_BYTES) {
            throw Failure.of(FailureCode.INVALID, "recording: its key has not " + ChunkCipher.KEY_BYTES + " bytes");
        }
        return key;
    }

    private String ids() {
        return IntStream.range(0, slots.length / SLOT)
                .mapToObj(i -> HexFormat.of().formatHex(slots, i * SLOT, i * SLOT + RecipientKey.ID_BYTES))
                .collect(Collectors.joining(", "));
    }

    private static byte[] place(UUID session) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .array();
    }
}
