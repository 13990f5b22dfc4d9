package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.access.CommandRules.Verdict;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.TextPattern;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandRulesTest {

    @Test
    void withAListOnlyWhatIsOnItRunsAndNoShell() {
        // Given
        CommandRules rules = rules(false, List.of("git *", "^systemctl (status|restart) nginx$"), List.of(), null);

        // When, Then
        assertThat(rules.exec("git fetch origin")).isInstanceOf(Verdict.Run.class);
        assertThat(rules.exec("systemctl restart nginx")).isInstanceOf(Verdict.Run.class);
        assertThat(rules.exec("systemctl restart nginx; id")).isInstanceOf(Verdict.Refused.class);
        assertThat(rules.exec("")).isInstanceOf(Verdict.Refused.class);
        assertThat(rules.shell("shell")).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whatIsDeniedDoesNotRunThoughAnythingElseDoes() {
        // Given
        CommandRules rules = rules(true, List.of(), List.of("^rm .*$"), null);

        // When, Then
        assertThat(rules.exec("rm -rf /")).isInstanceOf(Verdict.Refused.class);
        assertThat(rules.exec("ls")).isInstanceOf(Verdict.Run.class);
        assertThat(rules.shell("shell")).isInstanceOf(Verdict.Run.class);
    }

    @Test
    void aForcedCommandRunsInPlaceOfAnything() {
        // Given
        CommandRules rules = rules(false, List.of("git *"), List.of("uptime"), "uptime");

        // When, Then
        assertThat(rules.exec("rm -rf /")).isEqualTo(new Verdict.Instead("uptime"));
        assertThat(rules.shell("shell")).isEqualTo(new Verdict.Instead("uptime"));
    }

    private static CommandRules rules(
            boolean anything,
            List<String> allowed,
            List<String> denied,
            @org.jspecify.annotations.Nullable String forced) {
        return new CommandRules(
                anything,
                allowed.stream().map(TextPattern::parse).toList(),
                denied.stream().map(TextPattern::parse).toList(),
                Optional.ofNullable(forced),
                new Bindings());
    }
}
