package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ProxyJump, with the system's own ssh. */
class JumpTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private TestProxy proxy;
    private FakeAgent agent;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start();
        agent = proxy.agent("web-1");
        Files.writeString(
                folder.resolve("known"),
                "@cert-authority * " + SshKeys.line(proxy.authority.sshHostCa().publicKey(), "") + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    private void key(String certificate, KeyPair pair) throws IOException {
        Path key = folder.resolve("key");
        Files.writeString(key, SshKeys.privateKeyText(pair, "test"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("key-cert.pub"), certificate + "\n");
    }

    private void validKey() throws IOException {
        KeyPair pair = Keys.ed25519(RANDOM);
        key(proxy.authority.sshUser(alice(), pair.getPublic(), List.of("alice"), Duration.ofHours(1)), pair);
    }

    private static CertifiedIdentity alice() {
        return TestAuthority.person("alice", List.of("access"), List.of("alice"));
    }

    private Process ssh(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "ssh",
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known"),
                "-o",
                "HostKeyAlias=proxy.test",
                "-o",
                "IdentitiesOnly=yes",
                "-i",
                folder.resolve("key").toString(),
                "-p",
                Integer.toString(proxy.door.sshAddress().orElseThrow().getPort())));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void bytesPassBothWaysToTheirEnd() throws Exception {
        // Given
        validKey();
        Process ssh = ssh("-W", "web-1:22", "anyone@127.0.0.1");

        // When
        FakeAgent.Data data = agent.answer(agent.readDial());

        // Then
        assertThat(data.start().service()).isEqualTo(Service.SSH);
        ssh.getOutputStream().write("to the agent".getBytes(StandardCharsets.UTF_8));
        ssh.getOutputStream().close();
        assertThat(new String(data.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("to the agent");
        data.socket.getOutputStream().write("to the client".getBytes(StandardCharsets.UTF_8));
        data.socket.close();
        assertThat(output(ssh)).isEqualTo("to the client");
        assertThat(exit(ssh)).isZero();
        Eventually.is(() -> proxy.door.gauges().connections() == 1);
    }

    @Test
    void aLockCutsWhoJumpsAndLetsThemInNoMore() throws Exception {
        // Given
        validKey();
        Process ssh = ssh("-W", "web-1:22", "anyone@127.0.0.1");
        FakeAgent.Data data = agent.answer(agent.readDial());
        data.start();

        // When
        proxy.auth.locks(dev.sallyport.api.v1.Lock.newBuilder()
                .setId("1")
                .setTarget(LockTarget.newBuilder().setRole("access"))
                .build());

        // Then
        assertThat(exit(ssh)).isEqualTo(255);
        data.socket.close();
        assertThat(exit(ssh("-W", "web-1:22", "anyone@127.0.0.1"))).isEqualTo(255);
        assertThat(stderr()).contains("Permission denied");
    }

    @Test
    void byOldKnowledgeNobodyWithARoleThatIsStrictAboutLocksComesIn() throws Exception {
        // Given
        validKey();
        proxy.auth.locks(60, List.of("access"));
        Process running = ssh("-W", "web-1:22", "anyone@127.0.0.1");
        FakeAgent.Data data = agent.answer(agent.readDial());
        data.start();

        // When
        proxy.clock.advance(Duration.ofSeconds(61));

        // Then
        assertThat(exit(ssh("-W", "web-1:22", "anyone@127.0.0.1"))).isEqualTo(255);
        assertThat(stderr()).contains("Permission denied");
        assertThat(running.isAlive()).isTrue();
        data.socket.close();
        assertThat(exit(running)).isZero();
        proxy.auth.locks(60, List.of("access"));
        Eventually.is(
                () -> exit(ssh("-W", "nowhere:22", "x@127.0.0.1")) == 255 && stderr().contains("no host 'nowhere'"));
    }

    @Test
    void byOldKnowledgeEverybodyElseStillComesIn() throws Exception {
        // Given
        validKey();
        proxy.auth.locks(60, List.of("another"));

        // When
        proxy.clock.advance(Duration.ofSeconds(61));

        // Then
        assertThat(exit(ssh("-W", "nowhere:22", "x@127.0.0.1"))).isEqualTo(255);
        assertThat(stderr()).contains("no host 'nowhere' is known here");
    }

    @Test
    void muchPassesBothWaysAtOnce() throws Exception {
        // Given
        validKey();
        Process ssh = ssh("-W", "web-1:22", "anyone@127.0.0.1");
        FakeAgent.Data data = agent.answer(agent.readDial());
        data.start();
        byte[] block = TestProxy.random(1 << 20);

        // When
        CompletableFuture<Void> up = send(ssh.getOutputStream(), block, 30);
        CompletableFuture<byte[]> arrived = digest(data.socket.getInputStream());
        CompletableFuture<Void> down = send(data.socket.getOutputStream(), block, 30);
        CompletableFuture<byte[]> got = digest(ssh.getInputStream());
        up.get();
        ssh.getOutputStream().close();
        down.get();

        // Then
        byte[] wanted = wanted(block, 30);
        assertThat(arrived.get()).isEqualTo(wanted);
        data.socket.shutdownOutput();
        assertThat(got.get()).isEqualTo(wanted);
        assertThat(exit(ssh)).isZero();
        data.socket.close();
    }

    private static CompletableFuture<Void> send(java.io.OutputStream out, byte[] block, int times) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < times; i++) {
                            out.write(block);
                        }
                        out.flush();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                run -> Thread.ofPlatform().daemon().start(run));
    }

    private static CompletableFuture<byte[]> digest(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        MessageDigest digest = MessageDigest.getInstance("SHA-256");
                        byte[] some = new byte[64 << 10];
                        for (int n = in.read(some); n >= 0; n = in.read(some)) {
                            digest.update(some, 0, n);
                        }
                        return digest.digest();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                run -> Thread.ofPlatform().daemon().start(run));
    }

    private static byte[] wanted(byte[] block, int times) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < times; i++) {
            digest.update(block);
        }
        return digest.digest();
    }

    @Test
    void theClientHearsWhyThereIsNoWay() throws Exception {
        // Given
        validKey();

        // When
        Process unknown = ssh("-W", "nowhere:22", "x@127.0.0.1");
        int code = exit(unknown);

        // Then
        assertThat(code).isEqualTo(255);
        assertThat(stderr()).contains("no host 'nowhere' is known here");
        assertThat(exit(ssh("-W", "web-1:80", "x@127.0.0.1"))).isEqualTo(255);
        assertThat(stderr()).contains("only hosts of this cluster, port 22");
    }

    @Test
    void nothingButJumpsIsHere() throws Exception {
        validKey();
        assertThat(exit(ssh("x@127.0.0.1", "true"))).isNotZero();
        assertThat(exit(ssh("-s", "x@127.0.0.1", "sftp"))).isNotZero();
        assertThat(exit(ssh("-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:1", "x@127.0.0.1")))
                .isNotZero();
    }

    @Test
    void onlyValidUserCertificatesComeIn() throws Exception {
        KeyPair pair = Keys.ed25519(RANDOM);
        TestAuthority other = new TestAuthority("other", proxy.clock);
        List<String> bad = List.of(
                other.sshUser(alice(), pair.getPublic(), List.of("alice"), Duration.ofHours(1)),
                proxy.authority.sshUser(alice(), pair.getPublic(), List.of("alice"), Duration.ofSeconds(-30)),
                proxy.authority.sshHost("id", "alice", pair.getPublic(), Duration.ofHours(1)),
                SshKeys.line(pair.getPublic(), "plain key"));
        for (String certificate : bad) {
            key(certificate, pair);
            assertThat(exit(ssh("-W", "web-1:22", "alice@127.0.0.1")))
                    .as(certificate)
                    .isEqualTo(255);
            assertThat(stderr()).contains("Permission denied (publickey)");
        }
    }

    @Test
    void theExchangeIsPostQuantum() throws Exception {
        validKey();
        assertThat(exit(ssh("-v", "-W", "nowhere:22", "x@127.0.0.1"))).isEqualTo(255);
        assertThat(stderr()).containsPattern("kex: algorithm: (sntrup761x25519|mlkem768x25519)");
    }
}
