package dev.sallyport.pki.ssh;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What OpenSSH reads as {@code RevokedKeys}: certificates of these CAs that are good for nothing any more, by serial number
 * and by key id, in the binary format of OpenSSH's {@code PROTOCOL.krl}.
 *
 * @param version grows with each list; 0 says nothing
 * @param generated when
 * @param authorities public keys of the CAs
 * @param serials unsigned; 0 is none
 * @param keyIds of users whose certificates are all revoked
 */
public record KeyRevocationList(
        long version,
        Instant generated,
        List<PublicKey> authorities,
        Collection<Long> serials,
        Collection<String> keyIds) {

    /** "SSHKRL\\n\\0". */
    private static final long MAGIC = 0x5353484b524c0a00L;

    private static final int FORMAT = 1;
    private static final byte CERTIFICATES = 1;
    private static final byte SERIAL_LIST = 0x20;
    private static final byte KEY_ID = 0x23;

    public KeyRevocationList {
        authorities = List.copyOf(authorities);
        serials = List.copyOf(serials);
        keyIds = List.copyOf(keyIds);
    }

    /** The file. */
    public byte[] encoded() {
        Buffer list = new ByteArrayBuffer();
        list.putLong(MAGIC);
        list.putUInt(FORMAT);
        list.putLong(version);
        list.putLong(generated.getEpochSecond());
        list.putLong(0);
        list.putString("");
        list.putString("Sallyport");
        byte[] revoked = revoked();
        for (PublicKey authority : authorities) {
            Buffer key = new ByteArrayBuffer();
            key.putRawPublicKey(authority);
            Buffer section = new ByteArrayBuffer();
            section.putBytes(key.getCompactData());
            section.putString("");
            section.putRawBytes(revoked);
            list.putByte(CERTIFICATES);
            list.putBytes(section.getCompactData());
        }
        return list.getCompactData();
    }

    private byte[] revoked() {
        Buffer sections = new ByteArrayBuffer();
        TreeSet<Long> sorted = new TreeSet<>(Long::compareUnsigned);
        serials.stream().filter(serial -> serial != 0).forEach(sorted::add);
        if (!sorted.isEmpty()) {
            Buffer numbers = new ByteArrayBuffer();
            sorted.forEach(numbers::putLong);
            section(sections, SERIAL_LIST, numbers);
        }
        if (!keyIds.isEmpty()) {
            Buffer names = new ByteArrayBuffer();
            new TreeSet<>(keyIds).forEach(names::putString);
            section(sections, KEY_ID, names);
        }
        return sections.getCompactData();
    }

    private static void section(Buffer sections, byte type, Buffer data) {
        sections.putByte(type);
        sections.putBytes(data.getCompactData());
    }
}
