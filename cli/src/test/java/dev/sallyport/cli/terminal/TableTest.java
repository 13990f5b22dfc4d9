package dev.sallyport.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Listings fit the terminal, and harm nobody. */
class TableTest {

    @Test
    void columnsStandUnderTheirHeadings() {
        // Given
        Table table = new Table("NAME", "STATE").row("box1", "reachable").row("日本", "offline");

        // When / Then: a wide character takes two columns
        assertThat(table.render(0)).isEqualTo("""
                NAME  STATE
                box1  reachable
                日本  offline
                """);
    }

    @Test
    void widestColumnGivesWayOnANarrowTerminal() {
        // Given
        Table table = new Table("NAME", "LABELS").row("box1", "environment=production,team=payments,region=eu-central");

        // When
        String rendered = table.render(40);

        // Then
        assertThat(rendered.lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(40));
        assertThat(rendered).contains("box1", "environment=production", "…");
    }

    @Test
    void nothingIsCutWhereNoTerminalIs() {
        // Given
        String labels = "x".repeat(5000);

        // When / Then
        assertThat(new Table("LABELS").row(labels).render(0)).contains(labels);
    }

    @Test
    void cellsAreNeutralised() {
        assertThat(new Table("NAME").row("\u001b[31mred\u202e").render(0)).contains("\\x1b[31mred\\u{202e}");
    }
}
