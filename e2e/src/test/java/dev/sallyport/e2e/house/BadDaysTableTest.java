package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the tables of bad days and of attacks say is tested, is. */
class BadDaysTableTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyTestOfTheBadDaysIsThere() {
        assertAllAreThere("docs/reference/bad-days.md", 50);
    }

    @Test
    void everyTestOfTheAttacksIsThere() {
        assertAllAreThere("docs/reference/attacks.md", 30);
    }

    private static void assertAllAreThere(String page, int atLeast) {
        // Given
        List<MatchResult> named = TEST.matcher(Project.read(Project.root().resolve(page)))
                .results()
                .toList();
        List<Path> tests = Project.javaFiles("test");

        // Then
        assertThat(named)
                .hasSizeGreaterThan(atLeast)
                .allSatisfy(test -> assertThat(tests)
                        .as("a class %s with a test %s", test.group(1), test.group(2))
                        .anyMatch(file -> file.endsWith(test.group(1) + ".java")
                                && Project.read(file).contains("void " + test.group(2) + "(")));
    }
}
