package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages lead somewhere. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

    @Test
    void linksBetweenPagesReachAFile() throws IOException {
        // Given
        List<Path> pages = pages();

        // When
        List<String> broken = pages.stream()
                .flatMap(page -> LINK.matcher(Project.read(page))
                        .results()
                        .map(MatchResult::group)
                        .filter(link -> !leadsSomewhere(page, link))
                        .map(link -> Project.name(page) + ": " + link))
                .toList();

        // Then
        assertThat(pages).isNotEmpty();
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String target = LINK.matcher(link).replaceFirst("$1");
        return target.matches("[a-z]+:.*") || Files.exists(page.resolveSibling(target));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Project.root());
                Stream<Path> docs = Files.walk(Project.root().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
