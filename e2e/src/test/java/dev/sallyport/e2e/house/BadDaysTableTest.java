package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the table of bad days says is tested, is. */
class BadDaysTableTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyTestOfTheTableIsThere() {
        // Given
        List<MatchResult> named = TEST.matcher(Project.read(Project.root().resolve("docs/reference/bad-days.md")))
                .results()
                .toList();
        List<Path> tests = Project.javaFiles("test");

        // Then
        assertThat(named)
                .hasSizeGreaterThan(50)
                .allSatisfy(test -> assertThat(tests)
                        .as("a class %s with a test %s", test.group(1), test.group(2))
                        .anyMatch(file -> file.endsWith(test.group(1) + ".java")
                                && Project.read(file).contains("void " + test.group(2) + "(")));
    }
}
