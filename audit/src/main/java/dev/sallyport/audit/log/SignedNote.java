package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A text and who signed it (C2SP signed-note).
 *
 * @param text ends with a line end
 */
public record SignedNote(String text, List<Line> lines) {

    /** Longest note that is looked at, characters. */
    public static final int MAX_LENGTH = 65_536;

    private static final int MAX_LINES = 64;
    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = 4;

    public SignedNote {
        lines = List.copyOf(lines);
    }

    /** A signature: of whom, by which key, its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not changed
    public record Line(String name, byte[] keyId, byte[] signature) {

        /** With its line end. */
        public String text() {
            byte[] both = Arrays.copyOf(keyId, ID_BYTES + signature.length);
            System.arraycopy(signature, 0, both, ID_BYTES, signature.length);
            return DASH + name + " " + Base64.getEncoder().encodeToString(both) + "\n";
        }

        /** @throws Failure INVALID for anything else */
        public static Line parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && line.startsWith(DASH) && NoteKey.isName(words[1])) {
                try {
                    byte[] both = Base64.getDecoder().decode(words[2]);
                    if (both.length > ID_BYTES) {
                        return new Line(
                                words[1],
                                Arrays.copyOf(both, ID_BYTES),
                                Arrays.copyOfRange(both, ID_BYTES, both.length));
                    }
                } catch (IllegalArgumentException e) {
                    throw Failure.of(FailureCode.INVALID, "a note's signature is not base64", e);
                }
            }
            throw Failure.of(FailureCode.INVALID, "a note's line is no signature");
        }
    }

    /** @throws Failure INVALID for what is no signed note */
    public static SignedNote parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (note.length() > MAX_LENGTH || blank < 0 || !note.endsWith("\n")) {
            throw Failure.of(FailureCode.INVALID, "this is no signed note: expected a text, an empty line, signatures");
        }
        if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw Failure.of(FailureCode.INVALID, "a signed note has no control characters");
        }
        List<String> lines = note.substring(blank + 2).lines().toList();
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw Failure.of(FailureCode.INVALID, "a signed note has 1.." + MAX_LINES + " signatures");
        }
        return new SignedNote(
                note.substring(0, blank + 1), lines.stream().map(Line::parse).toList());
    }

    /** The same with another signature. */
    public SignedNote with(Line line) {
        List<Line> more = new ArrayList<>(lines);
        more.add(line);
        return new SignedNote(text, more);
    }

    /** The whole note. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        lines.forEach(line -> note.append(line.text()));
        return note.toString();
    }

    /** Whether this key signed it; a signature under the key's name and ID that is wrong counts for nothing. */
    public boolean isSignedBy(NoteKey key) {
        return signature(key).isPresent();
    }

    /** The key's signature that verifies. */
    public Optional<Line> signature(NoteKey key) {
        return lines.stream()
                .filter(line -> line.name().equals(key.name()) && Arrays.equals(line.keyId(), key.id()))
                .filter(line -> verifies(line, key))
                .findFirst();
    }

    private boolean verifies(Line line, NoteKey key) {
        return switch (key.type()) {
            case NOTE -> key.verifies(text.getBytes(StandardCharsets.UTF_8), line.signature());
            case COSIGNATURE -> {
                if (line.signature().length <= Long.BYTES) {
                    yield false;
                }
                ByteBuffer timed = ByteBuffer.wrap(line.signature());
                long seconds = timed.getLong();
                byte[] signature = new byte[timed.remaining()];
                timed.get(signature);
                yield seconds >= 0 && key.verifies(cosigned(text, seconds).getBytes(StandardCharsets.UTF_8), signature);
            }
        };
    }

    /** What a witness signs (C2SP tlog-cosignature, v1). */
    static String cosigned(String text, long seconds) {
        return "cosignature/v1\ntime " + seconds + "\n" + text;
    }
}
