package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From which entry on a log still has the entries themselves: of those before it only the hashes are kept. The text of a signed
 * note: {@code ORIGIN retention v1}, and the number. Its first line is no log's name, so it never passes for a checkpoint.
 *
 * @param first a multiple of {@value TilePath#FULL}
 */
public record Retained(String origin, long first) {

    /** Its name in the log's folder. */
    public static final String NAME = "retained";

    private static final Pattern TEXT = Pattern.compile("([^\n ]+) retention v1\n(0|[1-9][0-9]{0,17})\n");

    /** What is signed. */
    public String text() {
        return origin + " retention v1\n" + first + "\n";
    }

    /**
     * What the log's key says, for a log of this size.
     *
     * @throws Failure DENIED where it is not signed by this key, or is about another log or another size
     */
    public static Retained of(SignedNote note, NoteKey key, long size) {
        Matcher read = TEXT.matcher(note.text());
        if (note.isSignedBy(key) && read.matches() && read.group(1).equals(key.name())) {
            Retained retained = new Retained(key.name(), Long.parseLong(read.group(2)));
            if (retained.first() <= size && retained.first() % TilePath.FULL == 0) {
                return retained;
            }
        }
        throw Failure.of(
                FailureCode.DENIED,
                "the note '" + NAME + "' of what is past retention is not signed by " + key
                        + ", or does not fit its log");
    }
}
