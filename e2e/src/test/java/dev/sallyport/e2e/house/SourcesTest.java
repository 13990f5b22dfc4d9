package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What only the sources show. */
class SourcesTest {

    private static final Pattern SLEEPS = Pattern.compile("\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\(");
    private static final Pattern SKIPS = Pattern.compile(
            "@Disabled|@EnabledIf|@DisabledIf|@EnabledOn|@DisabledOn|\\bassume(True|False|That)\\(|\\bassumingThat\\(");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");

    @Test
    void everyPackageSaysWhatItIsFor() {
        // Given / When
        List<String> silent = Project.javaFiles("main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !saysWhatItIsFor(folder))
                .map(Project::name)
                .toList();

        // Then
        assertThat(silent)
                .as("packages without a package-info.java that is @NullMarked and says what they are for")
                .isEmpty();
    }

    @Test
    void testsDoNotSleep() {
        assertThat(containing("test", SLEEPS))
                .as("sleeping tests: use a manual clock, a latch, or wait for the condition")
                .isEmpty();
    }

    @Test
    void testsDoNotSkip() {
        assertThat(containing("test", SKIPS))
                .as("a test that skips promises nothing: let dev/setup install what it needs")
                .isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(containing("main", UNFINISHED)).isEmpty();
    }

    private static boolean saysWhatItIsFor(Path folder) {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info)) {
            return false;
        }
        String text = Project.read(info);
        return text.contains("/**") && text.contains("@NullMarked");
    }

    private static List<String> containing(String kind, Pattern pattern) {
        return Project.javaFiles(kind).stream()
                .filter(file -> !file.endsWith("SourcesTest.java"))
                .filter(file -> pattern.matcher(Project.read(file)).find())
                .map(Project::name)
                .toList();
    }
}
