package dev.sallyport.cli.knock;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code sally proxy ssh}. The launcher starts this class instead of {@code sally}'s own main class, because a command parser alone would
 * double the time.
 */
public final class Main {

    private Main() {}

    /** Runs and ends the process with {@link Exit}'s code. */
    public static void main(String[] args) {
        Streams streams = new Streams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        boolean debug = System.getenv("SALLY_DEBUG") != null;
        int code = new ProxySsh(Homes.ofProcess(), new FileOutputStream(FileDescriptor.err), debug).run(args, streams);
        String file = System.getenv("SALLY_EXIT_FILE");
        if (file != null && code != Exit.OK) {
            leave(file, code);
        }
        // The thread that waits for OpenSSH's next bytes must not keep the process.
        Runtime.getRuntime().halt(code);
    }

    /** {@code sally ssh} reads there why its ssh ended with 255. */
    private static void leave(String file, int code) {
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write((code + "\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The line on standard error has told the person; the caller falls back to ssh's own code.
            return;
        }
    }
}
