package dev.sallyport.e2e.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that the tests run in. */
final class Project {

    private Project() {}

    /** The folder that holds every module. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("dev/mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside the project: no dev/mvn in any folder above "
                        + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** Hand-written Java files of all modules, {@code kind} being "main" or "test". */
    static List<Path> javaFiles(String kind) {
        return modules()
                .map(module -> module.resolve("src").resolve(kind).resolve("java"))
                .filter(Files::isDirectory)
                .flatMap(Project::walk)
                .filter(file -> file.toString().endsWith(".java"))
                .sorted()
                .toList();
    }

    /** {@code path} as a person names it: from the root, with slashes. */
    static String name(Path path) {
        return root().relativize(path).toString();
    }

    /** Lines of a file of rules: without comments and empty lines. */
    static List<String> rules(String file) {
        return read(root().resolve(file))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> modules() {
        return children(root()).filter(folder -> Files.exists(folder.resolve("pom.xml")));
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
