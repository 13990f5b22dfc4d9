package dev.sallyport.model.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Vocabulary NAMES = new Vocabulary(Map.of(
            "labels", Type.LABELS,
            "user.name", Type.TEXT,
            "user.roles", Type.TEXTS,
            "user.traits", Type.TRAITS));

    private static final Bindings ALICE = new Bindings()
            .labels("labels", Map.of("env", "prod", "team", "web"))
            .text("user.name", "alice")
            .texts("user.roles", List.of("dev", "lead"))
            .traits("user.traits", Map.of("team", List.of("web", "db"), "email", List.of("alice@example.com")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels[\"env\"] == \"prod\"",
                "labels.env == 'prod' && labels.team != `db`",
                "contains(user.traits[\"team\"], labels[\"team\"])",
                "contains_any(user.roles, set(\"ops\", \"lead\"))",
                "contains_all(user.roles, set(\"dev\", \"lead\"))",
                "!(labels.env == \"dev\") && true",
                "labels.gone == \"\" && is_empty(user.traits.gone) && !has(labels, \"gone\")",
                "regexp.match(labels.env, \"^pr.*\") || false",
                "contains(email.local(user.traits.email), user.name)",
                "regexp.replace(user.name, \"^a(.*)$\", \"b$1\") == \"blice\"",
                "strings.upper(user.name) == \"ALICE\"",
                "false || true && user.name == \"alice\"",
                "contains(union(user.roles, set(\"x\")), \"x\")"
            })
    void holds(String source) {
        assertThat(Expression.parse(source, NAMES).test(ALICE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "labels[env] == \"x\"                 | 8  | text in quotes",
                "labels.env = \"x\"                   | 12 | no part of an expression",
                "labels.env == \"x                    | 15 | does not end",
                "user.traits.team == \"web\"          | 18 | contains(list, text)",
                "contains(user.name, \"a\")           | 1  | contains(list of texts, text)",
                "contain(user.roles, \"a\")           | 1  | no function 'contain'",
                "usr.name == \"alice\"                | 1  | user.name",
                "user.name                            | 1  | expected a yes or no",
                "labels.env == \"x\" &&               | 21 | expected a name",
                "labels.env == \"x\" labels           | 19 | operator or the end",
                "regexp.match(labels.env, \"pr[\")    | 29 | not a regular expression",
                "regexp.match(labels.env, user.name)  | 1  | regular expression",
                "!user.name                           | 11 | expected a yes or no",
                "user.name.first == \"x\"             | 1  | has no entries"
            })
    void saysWhereAMistakeIs(String source, int column, String text) {
        // When
        var mistake = catchThrowableOfType(ExpressionException.class, () -> Expression.parse(source.strip(), NAMES));

        // Then
        assertThat(mistake.column()).as(mistake.text()).isEqualTo(column);
        assertThat(mistake.text()).contains(text);
    }

    @Property
    void whateverTheTextItIsReadOrRefused(@ForAll String source) {
        try {
            Expression.parse(source, NAMES).test(ALICE);
        } catch (ExpressionException mistake) {
            assertThat(mistake.column()).isBetween(1, source.length() + 1);
        }
    }

    @Test
    void nestingAndLengthAreBounded() {
        // Given
        List<String> large = List.of(
                "(".repeat(5000), "!".repeat(1000) + "true", "contains(".repeat(100), "true||".repeat(1000) + "true");

        // When, Then
        assertThat(large)
                .allSatisfy(source -> assertThatThrownBy(() -> Expression.parse(source, NAMES))
                        .isInstanceOf(ExpressionException.class));
    }

    @Test
    void aPatternThatBringsBacktrackingMatchersDownTakesNoTime() {
        // Given
        Expression catastrophic = Expression.parse("regexp.match(user.name, \"^(a+)+$\")", NAMES);
        Bindings long100k = new Bindings().text("user.name", "a".repeat(100_000) + "b");

        // When
        boolean[] holds = {true};
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> holds[0] = catastrophic.test(long100k));

        // Then
        assertThat(holds[0]).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "a{1000}, 1000",
        "((a{100}){100}){100}, 1000000",
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}, 36",
        "'x{2,5}y{3,}', 8",
        "'\\{9}[]{5}]', 4"
    })
    void theSizeOfAPatternIsKnownBeforeItIsCompiled(String pattern, long size) {
        assertThat(PatternSize.of(pattern)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "prod-*, prod-eu, true",
        "prod-*, prod-, true",
        "prod-*, prod, false",
        "*-eu, prod-eu, true",
        "a*b*c, abc, true",
        "a*b*c, a-bb-c, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "*a*a*, xax, false",
        "**, anything, true"
    })
    void aStarStandsForAnyCharacters(String glob, String text, boolean matches) {
        assertThat(Glob.of(glob).matches(text)).isEqualTo(matches);
    }

    @Test
    void aTemplateComesToATextForEachValue() {
        // When, Then
        assertThat(expand("{{user.traits.team}}")).containsExactly("web", "db");
        assertThat(expand("dev-{{user.traits[\"team\"]}}-{{user.name}}"))
                .containsExactly("dev-web-alice", "dev-db-alice");
        assertThat(expand("{{email.local(user.traits.email)}}")).containsExactly("alice");
        assertThat(expand("x-{{user.traits.gone}}")).isEmpty();
        assertThat(expand("plain")).containsExactly("plain");
    }

    @Test
    void aValueThatLooksLikeATemplateIsTakenAsItIs() {
        // Given
        Bindings loop = new Bindings().traits("user.traits", Map.of("a", List.of("{{user.traits.a}}")));

        // When
        List<String> texts = Template.parse("{{user.traits.a}}", NAMES).expand(loop);

        // Then
        assertThat(texts).containsExactly("{{user.traits.a}}");
    }

    @Test
    void whatATemplateComesToIsBounded() {
        // Given
        List<String> many =
                java.util.stream.IntStream.range(0, 64).mapToObj(i -> "v" + i).toList();
        Bindings wide = new Bindings().traits("user.traits", Map.of("a", many));

        // When
        List<String> texts = Template.parse("{{user.traits.a}}{{user.traits.a}}{{user.traits.a}}", NAMES)
                .expand(wide);

        // Then
        assertThat(texts).hasSize(Template.MOST);
    }

    private static List<String> expand(String source) {
        return Template.parse(source, NAMES).expand(ALICE);
    }
}
