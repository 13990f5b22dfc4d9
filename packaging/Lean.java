import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Packs jars anew, as tightly as there is, without the names of local variables in their classes (JVMS 4.7.13, 4.7.14): only debuggers read them.
 * Line numbers stay. The same input gives the same bytes.
 * Usage: java Lean.java JAR...    Each is replaced.
 */
final class Lean {

    private static final Set<String> LEFT_OUT = Set.of("LocalVariableTable", "LocalVariableTypeTable");
    private static final int UTF8 = 1;
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final DataInputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private String[] names = {};

    private Lean(byte[] classFile) {
        in = new DataInputStream(new ByteArrayInputStream(classFile));
    }

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path made = Path.of(jar + ".lean");
            try (ZipFile from = new ZipFile(jar);
                    ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(made))) {
                to.setLevel(Deflater.BEST_COMPRESSION);
                for (ZipEntry entry : Collections.list(from.entries())) {
                    copy(from, entry, to);
                }
            }
            Files.move(made, Path.of(jar), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(TIME);
        byte[] content = from.getInputStream(entry).readAllBytes();
        to.putNextEntry(same);
        to.write(entry.getName().endsWith(".class") ? new Lean(content).rewritten() : content);
        to.closeEntry();
    }

    private byte[] rewritten() throws IOException {
        copy(8);
        constants();
        copy(6);
        int interfaces = count();
        copy(2 * interfaces);
        members();
        members();
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private void constants() throws IOException {
        names = new String[count()];
        for (int i = 1; i < names.length; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case UTF8 -> {
                    names[i] = in.readUTF();
                    out.writeUTF(names[i]);
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> copy(4);
                // Long and double take two places.
                case 5, 6 -> {
                    copy(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> copy(2);
                case 15 -> copy(3);
                default -> throw new IOException("constant of kind " + tag);
            }
        }
    }

    /** Fields or methods. */
    private void members() throws IOException {
        int members = count();
        for (int i = 0; i < members; i++) {
            copy(6);
            int attributes = count();
            for (int a = 0; a < attributes; a++) {
                attribute();
            }
        }
    }

    private void attribute() throws IOException {
        int name = in.readUnsignedShort();
        byte[] body = in.readNBytes(in.readInt());
        byte[] kept = names[name].equals("Code") ? code(body) : body;
        out.writeShort(name);
        out.writeInt(kept.length);
        out.write(kept);
    }

    private byte[] code(byte[] body) throws IOException {
        Lean inner = new Lean(body);
        inner.names = names;
        inner.copy(4);
        int length = inner.in.readInt();
        inner.out.writeInt(length);
        inner.copy(length);
        inner.copy(8 * inner.count());
        inner.attributesWithoutNames();
        return inner.bytes.toByteArray();
    }

    private void attributesWithoutNames() throws IOException {
        int attributes = in.readUnsignedShort();
        int kept = 0;
        Lean rest = new Lean(in.readAllBytes());
        for (int i = 0; i < attributes; i++) {
            int name = rest.in.readUnsignedShort();
            byte[] body = rest.in.readNBytes(rest.in.readInt());
            if (!LEFT_OUT.contains(names[name])) {
                kept++;
                rest.out.writeShort(name);
                rest.out.writeInt(body.length);
                rest.out.write(body);
            }
        }
        out.writeShort(kept);
        out.write(rest.bytes.toByteArray());
    }

    private int count() throws IOException {
        int count = in.readUnsignedShort();
        out.writeShort(count);
        return count;
    }

    private void copy(int length) throws IOException {
        out.write(in.readNBytes(length));
    }
}
