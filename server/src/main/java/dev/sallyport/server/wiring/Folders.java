package dev.sallyport.server.wiring;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a role keeps its things. */
final class Folders {

    private Folders() {}

    /** Makes the folder with mode 0700 where it is not; one that is there stays as its owner made it. */
    static Path ownerOnly(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "the data directory " + folder + " cannot be made: " + e.getMessage() + "; see data_dir",
                    e);
        }
    }
}
