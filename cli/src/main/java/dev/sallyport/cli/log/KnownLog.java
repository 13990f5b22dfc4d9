package dev.sallyport.cli.log;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What this user knows of a cluster's log: its key, since the first contact, and the largest checkpoint that was verified.
 *
 * @param folder of its own
 */
public record KnownLog(Path folder) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final String KEY = "key";
    private static final String CHECKPOINT = "checkpoint";

    /**
     * @param logs folder with one for each log
     * @throws Failure INVALID for a name that no cluster has
     */
    public static KnownLog of(Path logs, String cluster) {
        if (!NAME.matcher(cluster).matches()) {
            throw Failure.of(FailureCode.INVALID, "a log's name must be a cluster's, it is '" + cluster + "'");
        }
        return new KnownLog(logs.resolve(cluster));
    }

    /** The key that was remembered. */
    public Optional<NoteKey> key() {
        return text(KEY).map(text -> NoteKey.parse(text.strip()));
    }

    /**
     * Accepts what auth says its log's key is: at the first contact it is remembered.
     *
     * @throws Failure DENIED where it is another one than before
     */
    public NoteKey accept(NoteKey told) {
        Optional<NoteKey> known = key();
        if (known.isEmpty()) {
            write(KEY, told.text() + "\n");
            return told;
        }
        if (!known.get().equals(told)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "the key of the audit log is not the one of the first contact: known is " + known.get()
                            + ", now it is " + told
                            + ". The log may have been replaced. Next: ask who runs the cluster; if it is to be"
                            + " so, remove " + folder);
        }
        return told;
    }

    /** The largest checkpoint that was verified. */
    public Optional<Checkpoint> checkpoint() {
        return text(CHECKPOINT)
                .map(text -> Checkpoint.parse(SignedNote.parse(text).text()));
    }

    /** Remembers one that verified, unless a larger one is known. */
    public void remember(SignedNote verified) {
        long size = Checkpoint.parse(verified.text()).size();
        if (checkpoint().filter(known -> known.size() >= size).isEmpty()) {
            write(CHECKPOINT, verified.note());
        }
    }

    private Optional<String> text(String name) {
        return PrivateFile.read(folder.resolve(name)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private void write(String name, String text) {
        PrivateFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
