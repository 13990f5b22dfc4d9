package dev.sallyport.model.role;

import com.google.re2j.Pattern;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.ExpressionException;
import dev.sallyport.model.expression.Glob;
import dev.sallyport.model.expression.Patterns;
import dev.sallyport.model.expression.Template;

/**
 * Which texts are meant: {@code *} is any, {@code ^…$} a regular expression, a text with {@code *} in it a glob, one with
 * {@code {{…}}} the texts that it comes to for the user who asks, anything else itself. What a trait says is never a
 * pattern: an identity provider that says {@code *} means an asterisk.
 */
public sealed interface TextPattern {

    /** As written in the role. */
    String source();

    boolean matches(String text, Bindings user);

    record Any() implements TextPattern {
        @Override
        public String source() {
            return "*";
        }

        @Override
        public boolean matches(String text, Bindings user) {
            return true;
        }
    }

    record Exactly(String source) implements TextPattern {
        @Override
        public boolean matches(String text, Bindings user) {
            return source.equals(text);
        }
    }

    record Wild(Glob glob) implements TextPattern {
        @Override
        public String source() {
            return glob.source();
        }

        @Override
        public boolean matches(String text, Bindings user) {
            return glob.matches(text);
        }
    }

    /** A regular expression. */
    record Shape(String source, Pattern pattern) implements TextPattern {
        @Override
        public boolean matches(String text, Bindings user) {
            return pattern.matches(text);
        }
    }

    record Filled(Template template) implements TextPattern {
        @Override
        public String source() {
            return template.source();
        }

        @Override
        public boolean matches(String text, Bindings user) {
            return template.expand(user).contains(text);
        }
    }

    /** @throws ExpressionException telling the column of what is wrong */
    static TextPattern parse(String source) {
        if (source.equals("*")) {
            return new Any();
        }
        if (source.startsWith("^") && source.endsWith("$")) {
            return new Shape(source, Patterns.compile(source));
        }
        if (source.contains("{{")) {
            return new Filled(Template.parse(source, Words.TEMPLATE));
        }
        return source.contains("*") ? new Wild(Glob.of(source)) : new Exactly(source);
    }
}
