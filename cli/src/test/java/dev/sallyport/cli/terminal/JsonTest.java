package dev.sallyport.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** JSON for programs: exact, one object a line, and harmless in a terminal. */
class JsonTest {

    @Test
    void valuesAndOrderStay() {
        // Given
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", "a \"b\" \\ c");
        fields.put("count", 3);
        fields.put("yes", true);
        fields.put("none", null);
        fields.put("list", List.of("x", "y"));
        fields.put("map", Map.of("k", "v"));

        // When / Then
        assertThat(Json.object(fields)).isEqualTo("""
                        {"name": "a \\"b\\" \\\\ c", "count": 3, "yes": true, "none": null, "list": ["x", "y"], "map": {"k": "v"}}
                        """);
    }

    @Test
    void listsHaveOneObjectALine() {
        assertThat(Json.list(List.of("a", "b"), name -> Map.of("name", name))).isEqualTo("""
                [
                {"name": "a"},
                {"name": "b"}
                ]
                """);
        assertThat(Json.list(List.<String>of(), name -> Map.of("name", name))).isEqualTo("[]\n");
    }

    @Test
    void escapesWhatActsInATerminal() {
        assertThat(Json.object(Map.of("name", "\u001b]0;x\u0007\n\u202e\ud83d\ude00\udb40\udc01")))
                .isEqualTo("{\"name\": \"\\u001b]0;x\\u0007\\u000a\\u202e\ud83d\ude00\\udb40\\udc01\"}\n");
    }
}
