package dev.sallyport.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

    private static final Path FILE = Path.of("/etc/sallyport/sallyport.yaml");

    private static final String ALL = """
            version: v1
            cluster: {name: test.example}
            data_dir: data
            auth:
              listen: 127.0.0.1:0
            proxy:
              enabled: true
              listen: "[::1]:3080"
              public_addr: proxy.example.com:443
            agent:
              labels: {env: test}
              commands:
                - {name: kernel, command: [uname, -r], interval: 10s}
              ssh: {env: [FOO], record_input: true}
              tunnel: {connections: 2}
            drain_timeout: 5m
            """;

    @Test
    void aWholeFileIsReadWithItsDefaults() throws ConfigException {
        // When
        DaemonConfig config = ConfigFile.parse(FILE, ALL, List.of());

        // Then
        assertThat(config.cluster()).contains("test.example");
        assertThat(config.dataDir()).isEqualTo(Path.of("/etc/sallyport/data"));
        assertThat(config.auth())
                .hasValueSatisfying(auth -> assertThat(auth.listen()).isEqualTo("127.0.0.1:0"));
        assertThat(config.proxy()).hasValueSatisfying(proxy -> {
            assertThat(proxy.publicAddress()).contains("proxy.example.com:443");
            assertThat(proxy.limits().connections()).isEqualTo(20_000);
        });
        assertThat(config.agent()).hasValueSatisfying(agent -> {
            assertThat(agent.labels()).isEqualTo(Map.of("env", "test"));
            assertThat(agent.commands())
                    .containsExactly(
                            new DaemonConfig.Command("kernel", List.of("uname", "-r"), Duration.ofSeconds(10)));
            assertThat(agent.ssh().recordInput()).isTrue();
            assertThat(agent.connections()).contains(2);
        });
        assertThat(config.diagnostics()).hasValue("127.0.0.1:3081");
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void diagnosticsMayBeNoneButNotOnAnOpenAddress() throws ConfigException {
        // Given
        String none = "agent: {proxy: 'p:1'}\ndiagnostics: {listen: none}\n";

        // When
        DaemonConfig config = ConfigFile.parse(FILE, none, List.of());

        // Then
        assertThat(config.diagnostics()).isEmpty();
        assertThatThrownBy(() -> ConfigFile.parse(FILE, none.replace("none", "'0.0.0.0:3081'"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("loopback address, or none");
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlaceAndTheNearestKey() {
        // Given
        String text = """
                version: v2
                proxy:
                  listn: 127.0.0.1:3080
                  ssh_listen: 127.0.0.1
                  limits:
                    connections: many
                  limits: {}
                agent:
                  labels: [a]
                  ca_pins: [sha256:12]
                frobnicate: yes
                log: {level: warning}
                """;

        // When
        List<Problem> problems = problems(text);

        // Then
        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        p -> assertThat(p)
                                .isEqualTo(FILE + ":1:10: version: expected one of v1, found 'v2'; did you mean 'v1'?"),
                        p -> assertThat(p).isEqualTo(FILE + ":3:3: unknown key 'listn'; did you mean 'listen'?"),
                        p -> assertThat(p).isEqualTo(FILE + ":4:15: ssh_listen: expected HOST:PORT, found '127.0.0.1'"),
                        p -> assertThat(p).startsWith(FILE + ":6:18: connections: expected a whole number from 16"),
                        p -> assertThat(p).isEqualTo(FILE + ":7:3: key 'limits' is here a second time; write it once"),
                        p -> assertThat(p).startsWith(FILE + ":9:11: labels: expected at most 64 names"),
                        p -> assertThat(p).startsWith(FILE + ":10:13: ca_pins: expected sha256: and 64"),
                        p -> assertThat(p)
                                .startsWith(FILE + ":11:1: unknown key 'frobnicate'; expected one of version, cluster"),
                        p -> assertThat(p).endsWith("found 'warning'; did you mean 'warn'?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "{}", "version: v1", "auth: {enabled: false}"})
    void aProcessWithoutARoleDoesNotStart(String text) {
        assertThat(problems(text))
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("no role is enabled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth: {}|auth needs cluster.name",
                "proxy: {}|needs proxy.auth_addr",
                "agent: {}|needs agent.proxy",
                "agent: {proxy: 'a:1', token: x, token_file: y}|exclude each other",
                "proxy: {auth_addr: 'a:1', public_certificate: {certificate: x}}|needs both",
                "agent: {proxy: 'a:1', commands: [{name: x}]}|needs name and command",
                "agent: {proxy: 'a:1', labels: {x: y}, commands: [{name: x, command: [id]}]}|has this name already",
                "agent: {proxy: 'a:1', ssh: [1]}|expected a section with keys: pam",
                "agent: [1|not YAML",
                "agent: &a {proxy: *a}|proxy: expected HOST:PORT, found a section",
                "{cluster: {name: a.b}, auth: {forwarders: [10.0.0.1, proxy.example.com]}}|forwarders: expected an IP address or a range such as 10.0.0.0/8, found 'proxy.example.com'",
                "{cluster: {name: a.b}, auth: {forwarders: [10.0.0.0/33]}}|forwarders: expected an IP address",
                "{cluster: {name: a.b}, auth: {forwarders: ['10.0.0.1,10.0.0.2']}}|forwarders: expected an IP address",
                "agent: {proxy: x}\\n---\\nauth: {}|not YAML",
                "{agent: {proxy: 'a:1'}, diagnostics: {listen: '0.0.0.0:1'}}|loopback",
                "{agent: {proxy: 'a:1'}, diagnostics: {listen: 'example.com:1'}}|loopback",
                "agent: {proxy: 'a:65536'}|expected HOST:PORT",
                "{agent: {proxy: 'a:1'}, drain_timeout: 25h}|expected a time from 0s to 24h",
                "{cluster: {name: a.b}, auth: {storage: {to: s3}}}|auth.storage to s3 needs bucket and region",
                "{cluster: {name: a.b}, auth: {storage: {to: s3, bucket: b, region: r, access_key_id: a}}}|access_key_id and secret_key_file come together",
                "{cluster: {name: a.b}, auth: {storage: {to: s3, bucket: b, region: r, endpoint: here}}}|expected a URL",
            })
    void eachOfTheseStopsTheStartAndSaysWhy(String text, String why) {
        assertThat(problems(text))
                .isNotEmpty()
                .first()
                .extracting(Problem::what)
                .asString()
                .contains(why);
    }

    @Test
    void aForwarderThatIsNoAddressIsToldWithItsPlace() {
        // When
        List<Problem> problems =
                problems("cluster: {name: a.b}\nauth:\n  forwarders:\n    - 10.0.0.7\n    - fe80::/129\n");

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .isEqualTo(FILE + ":5:7: forwarders: expected an IP address or a range such as 10.0.0.0/8,"
                        + " found 'fe80::/129'");
    }

    @Test
    void forwardersThatAreListedReplaceLoopback() throws Exception {
        // When
        DaemonConfig config = ConfigFile.parse(
                FILE, "{cluster: {name: a.b}, auth: {forwarders: [10.0.3.0/28, 2001:db8::7]}}", List.of());

        // Then
        assertThat(config.auth().orElseThrow().forwarders()).hasValueSatisfying(forwarders -> {
            assertThat(forwarders.contains(InetAddress.ofLiteral("10.0.3.15"))).isTrue();
            assertThat(forwarders.contains(InetAddress.ofLiteral("2001:db8::7")))
                    .isTrue();
            assertThat(forwarders.contains(InetAddress.ofLiteral("10.0.3.16"))).isFalse();
            assertThat(forwarders.contains(InetAddress.getLoopbackAddress())).isFalse();
        });
    }

    @Test
    void noSecretIsRepeatedInAMessage() {
        // When
        List<Problem> problems = problems("agent: {proxy: 'a:1', token: [hunter2], ca_pins: hunter2}");

        // Then
        assertThat(problems.getFirst().toString()).doesNotContain("hunter2");
    }

    @Test
    void whatIsInTheFileCannotWriteControlSequencesToATerminal() {
        assertThat(problems("\"\\e[31mred\": 1").getFirst().toString()).doesNotContain("\u001b");
    }

    @Test
    void aFlagIsStrongerThanTheFile() throws ConfigException {
        // When
        DaemonConfig config = ConfigFile.parse(
                FILE,
                ALL,
                List.of(
                        new ConfigFile.Setting("--set", "proxy.listen", "127.0.0.1:1"),
                        new ConfigFile.Setting("--set", "agent.labels", "{a: b}")));

        // Then
        assertThat(config.proxy().orElseThrow().listen()).isEqualTo("127.0.0.1:1");
        assertThat(config.proxy().orElseThrow().publicAddress()).contains("proxy.example.com:443");
        assertThat(config.agent().orElseThrow().labels())
                .containsEntry("a", "b")
                .containsEntry("env", "test");
    }

    @Test
    void aMistakeInAFlagNamesTheFlag() {
        // When
        ConfigException failed = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigFile.parse(
                        FILE, ALL, List.of(new ConfigFile.Setting("--set", "proxy.lisen", "127.0.0.1:1"))));

        // Then
        assertThat(failed.problems()).singleElement().asString().contains("--set proxy.lisen", "did you mean 'listen'");
    }

    @Test
    void aMissingFileSaysHowToGetOne(@TempDir Path directory) {
        // When
        ConfigException failed = catchThrowableOfType(
                ConfigException.class, () -> ConfigFile.read(directory.resolve("none.yaml"), List.of()));

        // Then
        assertThat(failed).hasMessageContaining("sallyportd configure");
    }

    @Test
    void theExampleOfAnyMixOfRolesCanBeReadAgain() throws ConfigException {
        for (Set<String> roles : List.of(Set.of("auth", "proxy", "agent"), Set.of("auth", "proxy"), Set.of("agent"))) {
            // When
            String text = Example.of(roles, Map.of("cluster.name", "a.b", "agent.proxy", "p:1"));

            // Then
            DaemonConfig config = ConfigFile.parse(FILE, text, List.of());
            assertThat(config.auth().isPresent()).isEqualTo(roles.contains("auth"));
            assertThat(config.agent().isPresent()).isEqualTo(roles.contains("agent"));
        }
    }

    @Test
    void whatANoticeLacksIsSaidWithItsPlace() throws ConfigException {
        // Given
        String auth = "cluster: {name: demo.example.com}\nauth:\n  notices:\n";

        // Then
        assertThat(told(auth + "  - {name: a, to: webhook, url: 'http://x/', secret_file: /s}\n"))
                .contains("auth.notices to webhook needs url that begins with https://");
        assertThat(told(auth + "  - {name: a, to: slack}\n")).contains("needs secret_file with the URL in it");
        assertThat(told(auth + "  - {name: a, to: mail, server: 'x:25', from: a@b.c}\n"))
                .contains("needs recipients");
        assertThat(told(auth
                        + "  - {name: a, to: mail, server: 'x:25', from: a@b.c, recipients: [d@e.f], tls: none}\n"))
                .contains("unless the server is on this machine");
        assertThat(told(auth
                        + "  - {name: a, to: slack, secret_file: /s}\n  - {name: a, to: slack, secret_file: /s}\n"))
                .contains("another one has this name already");
        assertThat(ConfigFile.parse(
                                FILE,
                                auth + "  - {name: a, to: mail, server: 'x:25', from: a@b.c, recipients: [d@e.f]}\n",
                                List.of())
                        .auth()
                        .orElseThrow()
                        .notices()
                        .getFirst()
                        .tls())
                .isEqualTo("starttls");
    }

    @Test
    void whatAnExportLacksIsSaid() throws ConfigException {
        // Given
        String auth = "cluster: {name: demo.example.com}\nauth:\n  export:\n";
        String kafka = auth + "  - {name: a, to: kafka, brokers: ['k:9093'], topic: audit";

        // Then
        assertThat(told(auth + "  - {to: stdout}\n")).contains("needs a name");
        assertThat(told(auth + "  - {name: a}\n")).contains("needs to: file, stdout, http, otlp, syslog or kafka");
        assertThat(told(auth + "  - {name: a, to: file}\n")).contains("auth.export to file needs path");
        assertThat(told(auth + "  - {name: a, to: stdout, key: /k}\n")).contains("a key without a certificate");
        assertThat(told(auth + "  - {name: a, to: kafka, topic: audit}\n")).contains("to kafka needs brokers");
        assertThat(told(auth + "  - {name: a, to: kafka, brokers: ['k']}\n")).contains("expected HOST:PORT");
        assertThat(told(auth + "  - {name: a, to: kafka, brokers: ['k:9093']}\n"))
                .contains("to kafka needs topic");
        assertThat(told(kafka + " log}\n")).contains("to kafka needs topic: letters");
        assertThat(told(kafka + ", sasl: plain, user: u}\n")).contains("sasl, user and password_file, or none");
        assertThat(ConfigFile.parse(FILE, kafka + "}\n", List.of())
                        .auth()
                        .orElseThrow()
                        .exports()
                        .getFirst()
                        .kafka())
                .contains(new DaemonConfig.Kafka(
                        List.of("k:9093"), "audit", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static String told(String text) {
        return problems(text).toString();
    }

    @Test
    void theReferencePageIsThatOfTheSchema() throws Exception {
        // Given
        Path page = Path.of("../docs/reference/configuration.md");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(page, Reference.markdown());
        }

        // Then
        assertThat(Files.readString(page))
                .as("write the page anew from Reference.markdown(): it is printed below")
                .isEqualTo(Reference.markdown());
    }

    private static List<Problem> problems(String text) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ConfigFile.parse(FILE, text.replace("\\n", "\n"), List.of()))
                .problems();
    }
}
