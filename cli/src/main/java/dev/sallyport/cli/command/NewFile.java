package dev.sallyport.cli.command;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that a command makes: for its owner only, and never one that is there already. */
final class NewFile {

    private NewFile() {}

    static OutputStream create(Path file) {
        try {
            return new BufferedOutputStream(Channels.newOutputStream(FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))));
        } catch (IOException refused) {
            throw cannot(file, refused);
        }
    }

    static void requireWritten(boolean written, Path file) {
        if (!written) {
            throw cannot(file, new IOException("not all could be written"));
        }
    }

    static Failure cannot(Path file, IOException why) {
        return Failure.of(
                FailureCode.CONFLICT,
                file + " cannot be written (" + why + "): expected a file that is not there yet",
                why);
    }
}
