package dev.sallyport.cli.profile;

import dev.sallyport.cli.knock.Homes;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All profiles of a person. */
public final class Profiles {

    private final Path home;

    /** @param home {@code ~/.sally}; made at the first login */
    public Profiles(Path home) {
        this.home = home;
    }

    /** Where the profile of this proxy is, or would be. */
    public Path folder(String proxy) {
        return home.resolve(Homes.folderOf(proxy));
    }

    /**
     * The profile that is meant.
     *
     * @throws Failure UNAUTHENTICATED where nobody is logged in there
     */
    public Profile find(ProfileChoice choice) {
        return lookUp(choice)
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "not logged in to " + choice.described() + ". Next: sally login --proxy="
                                + choice.proxy().orElse("HOST:PORT")));
    }

    /** The same, empty where there is none. */
    public Optional<Profile> lookUp(ProfileChoice choice) {
        if (choice.cluster().isPresent()) {
            String cluster = choice.cluster().get();
            return all().stream()
                    .filter(profile -> profile.cluster().equalsIgnoreCase(cluster))
                    .findFirst();
        }
        return choice.proxy().map(this::folder).or(this::current).flatMap(Profiles::read);
    }

    /** Every profile, the current one included. */
    public List<Profile> all() {
        try (Stream<Path> folders = Files.list(home)) {
            return folders.sorted().flatMap(folder -> read(folder).stream()).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "cannot read " + home + " (" + e + ")", e);
        }
    }

    /** Folder of the current profile. */
    public Optional<Path> current() {
        return PrivateFile.read(home.resolve(Homes.CURRENT))
                .map(bytes -> home.resolve(new String(bytes, StandardCharsets.UTF_8).strip()));
    }

    /** Makes a profile the current one. */
    void select(Path folder) {
        String name = String.valueOf(folder.getFileName());
        PrivateFile.write(home.resolve(Homes.CURRENT), (name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a profile with its keys; another one, if there is one, becomes the current. */
    public void remove(Profile profile) {
        delete(profile.folder());
        if (current().filter(profile.folder()::equals).isPresent()) {
            Optional<Profile> other = all().stream().findFirst();
            other.ifPresentOrElse(next -> select(next.folder()), () -> delete(home.resolve(Homes.CURRENT)));
        }
    }

    private static Optional<Profile> read(Path folder) {
        Path file = new ProfileFiles(folder).profile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return PrivateFile.read(file).map(bytes -> Profile.parse(folder, new String(bytes, StandardCharsets.UTF_8)));
    }

    /** Removes a file, or a folder and the files in it. */
    private static void delete(Path path) {
        try {
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "cannot remove " + path + " (" + e + ")", e);
        }
    }
}
