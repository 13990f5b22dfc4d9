package dev.sallyport.model.expression;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;

/** What a part of an expression came to, one case for each shape that a {@link Type} can have. */
public sealed interface Value {

    record Text(String text) implements Value {}

    record Texts(List<String> texts) implements Value {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    record Flag(boolean holds) implements Value {}

    /** One text for each name. */
    record Labels(Map<String, String> byName) implements Value {
        public Labels {
            byName = Map.copyOf(byName);
        }
    }

    /** Any number of texts for each name. */
    record Traits(Map<String, List<String>> byName) implements Value {
        public Traits {
            byName = Map.copyOf(byName);
        }
    }

    record Regex(Pattern pattern) implements Value {}

    /** The texts of a text or of a list. */
    default List<String> all() {
        return switch (this) {
            case Text(String text) -> List.of(text);
            case Texts(List<String> texts) -> texts;
            case Flag _, Labels _, Traits _, Regex _ -> throw new IllegalStateException("no texts: " + this);
        };
    }

    /** The only text. */
    default String one() {
        return switch (this) {
            case Text(String text) -> text;
            case Texts _, Flag _, Labels _, Traits _, Regex _ -> throw new IllegalStateException("no text: " + this);
        };
    }

    /** Whether a yes or no is a yes. */
    default boolean isTrue() {
        return switch (this) {
            case Flag(boolean holds) -> holds;
            case Text _, Texts _, Labels _, Traits _, Regex _ ->
                throw new IllegalStateException("neither yes nor no: " + this);
        };
    }
}
