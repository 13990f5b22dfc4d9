package dev.sallyport.auth.retention;

import dev.sallyport.audit.log.NoteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The checker in another language. */
final class OtherChecker {

    private OtherChecker() {}

    /** What it says of a folder with tiles: OK or BAD, and of what. */
    static String of(Path folder, NoteKey key) throws IOException {
        Process checker = new ProcessBuilder("python3", "../e2e/check-log.py", folder.toString(), key.text())
                .redirectErrorStream(true)
                .start();
        return new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
