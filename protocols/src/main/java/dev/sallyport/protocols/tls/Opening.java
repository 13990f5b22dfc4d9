package dev.sallyport.protocols.tls;

import java.nio.ByteBuffer;

/** What the first bytes of a connection begin. */
public enum Opening {
    /** Too few bytes to tell: ask again with more. */
    MORE,
    /** A TLS record. */
    TLS,
    /** A knock. */
    KNOCK,
    /** A data connection of an agent. */
    DATA,
    /** SSH, spoken to the wrong port. */
    SSH,
    /** Nothing that is spoken here. */
    UNKNOWN;

    private static final String KNOCK_MAGIC = "SALLYKNK";
    private static final String DATA_MAGIC = "SALLYDAT";
    private static final String SSH_MAGIC = "SSH-";

    /** Looks at the bytes so far, without moving the buffer's position. Never throws. */
    public static Opening of(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return MORE;
        }
        if (bytes.get(bytes.position()) == 0x16) {
            return TLS;
        }
        if (begins(bytes, KNOCK_MAGIC)) {
            return bytes.remaining() < KNOCK_MAGIC.length() ? MORE : KNOCK;
        }
        if (begins(bytes, DATA_MAGIC)) {
            return bytes.remaining() < DATA_MAGIC.length() ? MORE : DATA;
        }
        if (begins(bytes, SSH_MAGIC)) {
            return bytes.remaining() < SSH_MAGIC.length() ? MORE : SSH;
        }
        return UNKNOWN;
    }

    private static boolean begins(ByteBuffer bytes, String magic) {
        for (int i = 0; i < Math.min(bytes.remaining(), magic.length()); i++) {
            if (bytes.get(bytes.position() + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
