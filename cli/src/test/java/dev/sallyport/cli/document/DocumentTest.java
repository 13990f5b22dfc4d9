package dev.sallyport.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.Token;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.model.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {

    private static final String DEV = """
            ---
            kind: role
            version: v1
            metadata:
              name: dev
              labels:
                team: web
            spec:
              options:
                max_session_ttl: 8h
                ssh_file_copy: false
                max_sessions: 3
              allow:
                logins:
                  - deploy
                  - '{{internal.logins}}'
                node_labels:
                  env:
                    - dev
                    - test
                rules:
                  - resources:
                      - role
                    verbs:
                      - list
                    where: resource.metadata.labels["team"] == "web"
            """;

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        // Given
        Role role = (Role) read(DEV).getFirst().message();

        // When
        String yaml = DocumentWriter.yaml("role", List.of(role, role));
        String json = Json.list(List.of(role), each -> DocumentWriter.root("role", each));

        // Then
        assertThat(yaml).startsWith(DEV);
        assertThat(read(yaml)).extracting(Document::message).containsExactly(role, role);
        assertThat(read(json.substring(1, json.lastIndexOf(']'))).getFirst().message())
                .isEqualTo(role);
    }

    @Test
    void whatOnlyTheClusterSaysIsWrittenAsStatusAndPassedOverWhenItIsRead() {
        // Given
        Token token = Token.newBuilder()
                .setId("0123456789ab")
                .setType(MachineType.MACHINE_TYPE_NODE)
                .setNotAfter(Timestamp.newBuilder().setSeconds(1_000_000_000))
                .setCreated(Timestamp.newBuilder().setSeconds(999_999_000))
                .build();

        // When
        String yaml = DocumentWriter.yaml("token", List.of(token));

        // Then
        assertThat(yaml).isEqualTo("""
                        ---
                        kind: token
                        version: v1
                        metadata:
                          name: 0123456789ab
                        spec:
                          type: node
                          not_after: 2001-09-09T01:46:40Z
                        status:
                          created: 2001-09-09T01:30:00Z
                        """);
        assertThat(read(yaml).getFirst().message())
                .isEqualTo(token.toBuilder().clearCreated().build());
    }

    @Test
    void mistakesInSortedDocumentsHaveTheirPlaces() {
        assertThat(mistakes("kind: token\nspec:\n  type: nod\n  created: x\n"))
                .isEqualTo("f.yaml:3:9: spec.type: 'nod': expected one of node, proxy\n"
                        + "f.yaml:4:3: unknown field 'created': expected one of type, not_after");
        assertThat(mistakes("kind: lock\nspec:\n  target: {user: a, role: b}\n  until: tomorrow\n"))
                .isEqualTo("f.yaml:3:21: spec.target.role: another one of these is here already: write one of them\n"
                        + "f.yaml:4:10: spec.until: 'tomorrow': expected a time such as 2026-11-21T12:00:00Z");
        assertThat(mistakes("kind: user\nspce: {}\n")).contains("unknown field 'spce': did you mean 'spec'?");
    }

    @Test
    void oneTextStandsForAListOfOneInAMap() {
        // When
        Role role = (Role) read("{kind: role, metadata: {name: x}, spec: {allow: {node_labels: {'*': '*'}}}}")
                .getFirst()
                .message();

        // Then
        assertThat(role.getSpec().getAllow().getNodeLabelsOrThrow("*").getValuesList())
                .containsExactly("*");
    }

    @Test
    void everyMistakeIsToldWithItsPlaceAndTheNearestName() {
        // When
        String told = mistakes("""
                kind: role
                metadata: {name: dev, nmae: x}
                spec:
                  alow: {}
                  allow:
                    logins: root
                    logins: [root]
                    node_labels: {env: {dev: 1}}
                  options: {max_sessions: many, port_forwarding: yes}
                """);

        // Then
        assertThat(told)
                .contains("f.yaml:2:23: unknown field 'nmae': did you mean 'name'?")
                .contains("f.yaml:4:3: unknown field 'alow': did you mean 'allow'?")
                .contains("f.yaml:6:13: spec.allow.logins: expected a list")
                .contains("f.yaml:7:5: 'logins' is here a second time")
                .contains("f.yaml:8:24: spec.allow.node_labels.env: expected a list")
                .contains("'many': expected a whole number")
                .contains("'yes': expected true or false");
    }

    @Test
    void aFieldsPlaceIsKnownForWhoeverChecksWhatItSays() {
        // When
        Document document = read(DEV).getFirst();

        // Then
        assertThat(document.place("spec.allow.logins[1]")).isEqualTo(new Place("f.yaml", 16, 9));
        assertThat(document.place("spec.allow.rules[0].where").line()).isEqualTo(26);
        assertThat(document.place("spec.allow.nothing.there")).isEqualTo(document.place("spec.allow"));
    }

    @Test
    void aFewLinesThatStandForBillionsAreRefused() {
        // Given
        StringBuilder laughs =
                new StringBuilder("kind: role\nmetadata: {name: x}\nspec:\n  allow:\n    logins: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("    commands%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        // When, Then
        assertThat(mistakes(laughs.toString())).contains("aliases");
        assertThat(mistakes("kind: role\nspec:\n  allow: {logins: &l [root]}\n  deny: {logins: *l}\n"))
                .contains("aliases");
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        assertThat(mistakes("")).contains("nothing in it");
        assertThat(mistakes("- a")).contains("expected kind");
        assertThat(mistakes("kind: rule")).contains("'rule'", "role");
        assertThat(mistakes("kind: role\nversion: v9")).contains("expected v1");
        assertThat(mistakes("kind: [role")).contains("not YAML");
        assertThat(mistakes("kind: \"\u001b[31m\"")).doesNotContain("\u001b");
    }

    private static List<Document> read(String text) {
        return DocumentReader.read("f.yaml", text);
    }

    private static String mistakes(String text) {
        return catchThrowableOfType(Failure.class, () -> read(text)).text();
    }
}
