package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A file is one room: at most 400 lines, its methods at most 40, unless a written reason says why not. */
class SizeTest {

    private static final int FILE_LIMIT = 400;
    private static final int METHOD_LIMIT = 40;

    @Test
    void whatIsLongSaysWhy() {
        // Given
        Map<String, String> reasons = reasons();

        // When
        List<String> tooLong = tooLong().stream()
                .filter(size -> !reasons.containsKey(size.place()))
                .map(size -> size.place() + ": " + size.lines() + " lines")
                .toList();

        // Then
        assertThat(tooLong)
                .as("split it, or write its reason into docs/reference/size-exceptions.txt")
                .isEmpty();
    }

    @Test
    void reasonsGoWhenTheLengthDoes() {
        // Given
        List<String> stillLong = tooLong().stream().map(Size::place).toList();

        // When
        List<String> stale = reasons().keySet().stream()
                .filter(place -> !stillLong.contains(place))
                .toList();

        // Then
        assertThat(stale)
                .as("no longer long: remove from docs/reference/size-exceptions.txt")
                .isEmpty();
    }

    private static List<Size> tooLong() {
        return Size.of(Project.javaFiles("main")).stream()
                .filter(size -> size.lines() > (size.isMethod() ? METHOD_LIMIT : FILE_LIMIT))
                .toList();
    }

    /** Place to reason, from lines "place  reason". */
    private static Map<String, String> reasons() {
        return Project.rules("docs/reference/size-exceptions.txt").stream()
                .map(line -> line.split("\\s+", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
