package dev.sallyport.cli.knock;

import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.protocols.knock.TicketKeys;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All that a knock needs, in one small file that a login writes:
 *
 * <pre>
 * "sallyknock1\n"       12
 * ticket                17
 * ticket's key          32
 * length 1, host        1 .. 253    of the proxy
 * port                   2
 * length 1, cluster     1 .. 253
 * </pre>
 *
 * @param folder the profile's folder
 * @param key of the ticket, 32 bytes, a secret
 */
public record KnockFile(File folder, Ticket ticket, byte[] key, String host, int port, String cluster) {

    /** The file's name in a profile's folder. */
    public static final String NAME = "knock";

    private static final byte[] MAGIC = "sallyknock1\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MAX_BYTES = 1024;

    /** Reads a file that {@link #bytes} wrote. */
    static KnockFile read(File file) throws IOException, Refusal {
        byte[] bytes;
        try (FileInputStream in = new FileInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES);
        }
        return parse(file.getAbsoluteFile().getParentFile(), bytes);
    }

    private static KnockFile parse(File folder, byte[] bytes) throws Refusal {
        try {
            int at = MAGIC.length;
            if (!Arrays.equals(MAGIC, 0, at, bytes, 0, at)) {
                throw damaged(folder);
            }
            Ticket ticket = Ticket.of(Arrays.copyOfRange(bytes, at, at += Ticket.BYTES));
            byte[] key = Arrays.copyOfRange(bytes, at, at += TicketKeys.KEY_BYTES);
            String host = text(bytes, at);
            at += 1 + (bytes[at] & 0xff);
            int port = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            return new KnockFile(folder, ticket, key, host, port, text(bytes, at + 2));
        } catch (IndexOutOfBoundsException e) {
            throw damaged(folder);
        }
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at + 1, bytes[at] & 0xff, StandardCharsets.UTF_8);
    }

    private static Refusal damaged(File folder) {
        return new Refusal(
                Exit.NO_LOGIN, "the login in " + folder + " is damaged. Next: sally login --proxy=HOST:PORT");
    }

    /** The file's content. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(ticket.bytes());
        out.writeBytes(key);
        writeText(out, host);
        out.write(port >>> 8);
        out.write(port);
        writeText(out, cluster);
        return out.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > 253) {
            throw new IllegalArgumentException("1 to 253 bytes were expected");
        }
        out.write(utf8.length);
        out.writeBytes(utf8);
    }

    /** The proxy's address, HOST:PORT. */
    public String proxy() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "KnockFile[proxy=" + proxy() + ", cluster=" + cluster + ", key=***]";
    }
}
