package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Text files of labelled binary sections (RFC 7468). What the sections mean is said by {@link PemBundle} and by whoever
 * has labels of its own.
 */
public final class Pem {

    /** Most sections in one text. */
    private static final int MAX_SECTIONS = 64;

    private Pem() {}

    /** One section: what stands after BEGIN, and its content, which may be secret. */
    public static final class Section {

        private final String label;
        private final byte[] der;

        public Section(String label, byte[] der) {
            this.label = label;
            this.der = der.clone();
        }

        public String label() {
            return label;
        }

        public byte[] der() {
            return der.clone();
        }

        @Override
        public String toString() {
            return "Section[" + label + ", ***]";
        }
    }

    /** The sections as text, in order. */
    public static String format(List<Section> sections) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (Section section : sections) {
                writer.writeObject(new PemObject(section.label(), section.der()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Reads all sections of a text; what stands between them is ignored.
     *
     * @param origin names the text in errors, for example its path
     * @throws Failure INVALID where a section is broken
     */
    public static List<Section> parse(String text, String origin) {
        List<Section> sections = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
                sections.add(new Section(next.getType(), next.getContent()));
                if (sections.size() > MAX_SECTIONS) {
                    throw Failure.of(FailureCode.INVALID, origin + " has more than " + MAX_SECTIONS + " PEM sections");
                }
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw Failure.of(FailureCode.INVALID, origin + " is damaged: a PEM section cannot be read", e);
        }
        return sections;
    }

    /** Writes the sections to a file, mode 0600, as a whole or not at all. */
    public static void write(Path file, List<Section> sections) {
        PrivateFile.write(file, format(sections).getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the sections of a file; empty where there is no file. */
    public static Optional<List<Section>> read(Path file) {
        return PrivateFile.read(file)
                .map(bytes -> parse(new String(bytes, StandardCharsets.US_ASCII), file.toString()));
    }
}
