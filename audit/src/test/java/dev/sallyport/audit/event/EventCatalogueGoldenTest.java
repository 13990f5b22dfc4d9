package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue is a promise to whoever searches and alerts: a change of it is a change of these files. */
final class EventCatalogueGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/events.golden");
    private static final Path OCSF = Path.of("src/test/resources/ocsf.golden");
    private static final Path SCHEMA = Path.of("../docs/reference/events.schema.json");
    private static final Path REFERENCE = Path.of("../docs/reference/events.md");

    @Test
    void the_catalogue_is_as_promised() throws IOException {
        assertSame(
                GOLDEN,
                EventCatalogue.types().stream()
                        .map(EventCatalogueGoldenTest::line)
                        .collect(Collectors.joining()));
    }

    @Test
    void the_reference_says_what_the_code_does() throws IOException {
        assertSame(REFERENCE, EventReference.markdown());
    }

    @Test
    void the_schema_says_what_the_code_does() throws IOException {
        assertSame(SCHEMA, EventSchema.json());
    }

    @Test
    void what_each_event_is_in_ocsf_is_as_promised() throws IOException {
        assertSame(
                OCSF,
                Samples.ofEachKind().stream()
                        .map(event -> OcsfJson.write(FlatEvent.of(event), 7) + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void codes_and_names_are_unique_and_well_formed() {
        List<EventType> types = EventCatalogue.types();
        assertThat(types)
                .extracting(EventType::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+([.-][a-z]+)*"));
        assertThat(types)
                .extracting(EventType::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[A-Z]{3}\\d{3}[IWE]"));
        assertThat(types).allSatisfy(type -> assertThat(type.meaning()).endsWith("."));
    }

    @Test
    void no_field_hides_one_that_every_event_has() {
        List<String> common = EventCatalogue.subjectFields().stream()
                .map(EventType.Field::name)
                .toList();
        assertThat(EventCatalogue.types())
                .allSatisfy(type -> assertThat(type.fields())
                        .extracting(EventType.Field::name)
                        .doesNotHaveDuplicates()
                        .doesNotContainAnyElementsOf(common));
    }

    private static String line(EventType type) {
        String fields = type.fields().stream()
                .map(field -> field.name() + ":" + field.kind().replace(' ', '-'))
                .collect(Collectors.joining(" "));
        return String.join(" ", type.code(), type.name(), type.since(), fields).strip() + "\n";
    }

    private static void assertSame(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, actual);
        }
        assertThat(actual)
                .as("%s; if the change is meant: make golden, read the diff", file)
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
}
