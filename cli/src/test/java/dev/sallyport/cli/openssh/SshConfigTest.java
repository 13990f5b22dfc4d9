package dev.sallyport.cli.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sally config} prints, as the system's OpenSSH understands it. */
class SshConfigTest {

    private static final Path SALLY = Path.of("/opt/sallyport/bin/sally");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void hostsOfTheClusterGoThroughSally() throws Exception {
        // Given
        Path config = write(SshConfig.byKnock(login(folder), SALLY, List.of()));

        // When
        List<String> effective = ssh(config, "alice@box1.test.example");

        // Then
        assertThat(effective)
                .contains(
                        "proxycommand " + SALLY + " proxy ssh --profile=" + folder + " %h:%p",
                        "identityfile " + folder.resolve("ssh_key"),
                        "certificatefile " + folder.resolve("ssh_key-cert.pub"),
                        "userknownhostsfile " + folder.resolve("known_hosts"),
                        "globalknownhostsfile /dev/null",
                        "stricthostkeychecking true",
                        "identitiesonly yes",
                        "user alice");
        assertThat(effective).noneMatch(line -> line.startsWith("hostkeyalias"));
    }

    @Test
    void otherHostsAreLeftAlone() throws Exception {
        // Given
        Path config = write(SshConfig.byKnock(login(folder), SALLY, List.of("web-*", "!web-9")));

        // When / Then
        assertThat(ssh(config, "web-1")).anyMatch(line -> line.startsWith("proxycommand"));
        assertThat(ssh(config, "web-9")).noneMatch(line -> line.startsWith("proxycommand"));
        assertThat(ssh(config, "elsewhere.example.org")).noneMatch(line -> line.startsWith("proxycommand"));
        assertThat(ssh(config, "test.example")).noneMatch(line -> line.startsWith("proxycommand"));
    }

    @Test
    void keyExchangeIsOpenSshsOwn() throws Exception {
        // Given
        Path config = write(SshConfig.byKnock(login(folder), SALLY, List.of()));
        Path empty = write("");

        // When
        List<String> ours = starting("kexalgorithms", ssh(config, "box1.test.example"));
        List<String> theirs = starting("kexalgorithms", ssh(empty, "box1.test.example"));

        // Then
        assertThat(ours).isEqualTo(theirs).isNotEmpty();
    }

    @Test
    void jumpVerifiesBothEndsAndNeverItself() throws Exception {
        // Given: a pattern that would match the jump host too
        Path config = write(SshConfig.byJump(login(folder), List.of("*")));

        // When
        List<String> host = ssh(config, "box1.test.example");
        List<String> jump = ssh(config, "sallyport-proxy-test.example");

        // Then
        assertThat(host)
                .contains(
                        "proxyjump sallyport-proxy-test.example",
                        "userknownhostsfile " + folder.resolve("known_hosts"));
        assertThat(jump)
                .contains(
                        "hostname proxy.example.com",
                        "port 3023",
                        "user alice",
                        "userknownhostsfile " + folder.resolve("known_hosts"))
                .noneMatch(line -> line.startsWith("proxyjump"));
    }

    @Test
    void clusterWithoutSshPortSaysSo() {
        // Given
        SshLogin login = new SshLogin("c", folder, folder, folder, folder, Optional.empty());

        // When / Then
        assertThatThrownBy(() -> SshConfig.byJump(login, List.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no SSH port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "per%cent", "it's", "a;b$(c)"})
    void pathsOfAllSortsReachTheProxyCommandUnchanged(String name) throws Exception {
        // Given: a launcher that prints what it was called with
        Path odd = Files.createDirectories(folder.resolve(name));
        Path sally =
                Files.writeString(odd.resolve("sally"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + folder + "/called'\n");
        assertThat(sally.toFile().setExecutable(true)).isTrue();
        Path config = write(SshConfig.ofSallySsh(login(odd), sally));

        // When
        run(List.of("ssh", "-F", config.toString(), "box1", "true"));

        // Then
        assertThat(folder.resolve("called")).hasContent("proxy\nssh\n--profile=" + odd + "\nbox1:22\n");
        assertThat(ssh(config, "box1")).contains("userknownhostsfile " + odd.resolve("known_hosts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad\nProxyCommand evil", "quo\"te"})
    void pathsThatCannotBeWrittenAreRefused(String name) {
        assertThatThrownBy(() -> SshConfig.byKnock(login(folder.resolve(name)), SALLY, List.of()))
                .isInstanceOf(Failure.class);
    }

    @Test
    void patternsCannotSmuggleKeywords() {
        assertThatThrownBy(() -> SshConfig.byKnock(login(folder), SALLY, List.of("x\nProxyCommand evil")))
                .isInstanceOf(Failure.class);
    }

    private static SshLogin login(Path folder) {
        return new SshLogin(
                "test.example",
                folder,
                folder.resolve("ssh_key"),
                folder.resolve("ssh_key-cert.pub"),
                folder.resolve("known_hosts"),
                Optional.of(new SshLogin.Jump("alice", "proxy.example.com", 3023)));
    }

    private Path write(String config) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "config", ""), config);
    }

    private static List<String> ssh(Path config, String host) throws Exception {
        return run(List.of("ssh", "-G", "-F", config.toString(), host));
    }

    private static List<String> starting(String keyword, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(keyword)).toList();
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().toList();
    }
}
