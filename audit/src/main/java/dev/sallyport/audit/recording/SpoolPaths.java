package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Names in a directory of recordings: {@code UUID.rec}, {@code UUID.tail}. */
record SpoolPaths(Path directory) {

    private static final String RECORDING = ".rec";

    Path recording(UUID session) {
        return directory.resolve(session + RECORDING);
    }

    Path tail(UUID session) {
        return directory.resolve(session + ".tail");
    }

    /** Where a damaged recording is put, for somebody to look at. */
    Path damaged(UUID session) {
        return directory.resolve(session + ".damaged");
    }

    /** Sessions that have a recording here, in the order of their ids. */
    List<UUID> sessions() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(file -> session(file).stream())
                    .sorted(Comparator.comparing(UUID::toString))
                    .toList();
        }
    }

    /** Bytes of all files. */
    long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static Optional<UUID> session(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(RECORDING)) {
            return Optional.empty();
        }
        String id = name.substring(0, name.length() - RECORDING.length());
        try {
            UUID session = UUID.fromString(id);
            return session.toString().equals(id) ? Optional.of(session) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
