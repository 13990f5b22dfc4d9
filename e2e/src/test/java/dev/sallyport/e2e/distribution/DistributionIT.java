package dev.sallyport.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code target/dist/sallyport} is all that a machine needs. */
class DistributionIT {

    /** It shall not grow unseen. What it should be is a target, and missed: 120 MB; the AOT caches have 101 MB,
     * and a megabyte more or less each time they are made. */
    private static final long LIMIT_BYTES = 220L << 20;

    private final Path dist = Path.of(System.getProperty("sallyport.dist"));

    @TempDir
    private Path elsewhere = Path.of("");

    @Test
    void runsWhereThereIsNoJava() throws Exception {
        assertThat(run(dist, "sally", "version")).contains("0.1.0");
        assertThat(run(dist, "sallyportd", "version")).contains("0.1.0");
    }

    @Test
    void runsWhereItWasMovedTo() throws Exception {
        // Given: a folder with a space, as people have them
        Path moved = elsewhere.resolve("a place/sallyport");
        copy(dist, moved);

        // When / Then: and by a link, as in /usr/local/bin
        assertThat(run(moved, "sally", "version")).contains("0.1.0");
        Files.createDirectories(elsewhere.resolve("bin"));
        Files.createSymbolicLink(elsewhere.resolve("bin/sally"), moved.resolve("bin/sally"));
        assertThat(run(elsewhere, "sally", "version")).contains("0.1.0");
    }

    @Test
    void takesItsCaches() throws Exception {
        for (String cache : List.of("sally", "knock", "sallyportd")) {
            assertThat(dist.resolve("lib/" + cache + ".aot")).isNotEmptyFile();
        }

        // When: the JVM must not go on without the cache
        String said =
                run(dist, "sally", "version", "SALLYPORT_AOT=-XX:AOTMode=on -XX:AOTCache=" + dist + "/lib/sally.aot");

        // Then
        assertThat(said).contains("0.1.0");
    }

    @Test
    void doesNotGrowUnseen() throws IOException {
        // When
        long bytes = files().mapToLong(DistributionIT::size).sum();

        // Then
        assertThat(bytes).isLessThan(LIMIT_BYTES);
    }

    @Test
    void holdsNoLibraryThatNobodyWroteDown() throws IOException {
        // Given
        String page = Files.readString(dist.resolve("../../../docs/reference/dependencies.md"));

        // When
        List<String> unknown = jars().map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .filter(name -> !name.startsWith("sallyport-"))
                .filter(name -> !page.contains("`" + name + "`"))
                .distinct()
                .toList();

        // Then
        assertThat(unknown)
                .as("jars without a line in docs/reference/dependencies.md")
                .isEmpty();
    }

    @Test
    void holdsNoTestLibraryAndNoForeignNativeCode() throws IOException {
        // When
        List<String> foreign = jars().flatMap(DistributionIT::entries)
                .filter(name -> name.matches(
                        "(?i).*\\.(dll|dylib|jnilib)|.*(aarch|arm|ppc|s390|riscv|i386|musl|freebsd)[^/]*/.*\\.so"))
                .toList();

        // Then
        assertThat(foreign).isEmpty();
        assertThat(jars().map(jar -> jar.getFileName().toString()))
                .noneMatch(name -> name.matches("(junit|assertj|archunit|jqwik|awaitility|sallyport-testing).*"));
    }

    /** A folder with the three tools that the launchers may need, and no Java. */
    private Path toolsOnly() throws IOException {
        Path tools = Files.createDirectories(elsewhere.resolve("tools"));
        for (String tool : List.of("awk", "dirname", "readlink")) {
            if (!Files.exists(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
            }
        }
        return tools;
    }

    /** Runs a program with no environment but a PATH without Java; further arguments with "=" are its environment. */
    private String run(Path home, String program, String argument, String... environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin").resolve(program).toString(), argument).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", toolsOnly().toString());
        for (String each : environment) {
            builder.environment().put(each.split("=", 2)[0], each.split("=", 2)[1]);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }

    private Stream<Path> jars() throws IOException {
        return files().filter(file ->
                file.startsWith(dist.resolve("lib")) && file.toString().endsWith(".jar"));
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(dist)) {
            return found.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static Stream<String> entries(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(entry -> jar.getFileName() + "/" + entry.getName()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to.getParent());
        Process process = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
