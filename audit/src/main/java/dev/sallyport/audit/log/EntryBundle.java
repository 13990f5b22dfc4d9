package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries of a log in one file (C2SP tlog-tiles): each with its length before it, 2 bytes, big-endian. */
public final class EntryBundle {

    /** Longest entry, bytes. */
    public static final int MAX_ENTRY = 65_535;

    private EntryBundle() {}

    public static byte[] write(List<byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * 512);
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY) {
                throw Failure.of(FailureCode.INVALID, "an entry of " + entry.length + " bytes, at most " + MAX_ENTRY);
            }
            bytes.write(entry.length >> 8);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /** The entries that are whole, as far as they go. */
    public static List<byte[]> read(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at + 2 <= bundle.length) {
            int length = (Byte.toUnsignedInt(bundle[at]) << 8) | Byte.toUnsignedInt(bundle[at + 1]);
            if (at + 2 + length > bundle.length) {
                break;
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }
}
