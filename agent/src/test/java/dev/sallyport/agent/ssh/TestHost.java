package dev.sallyport.agent.ssh;

import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.HostCertificateTemplate;
import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A host with the SSH service, reached on two loopback ports: straight, and over blocking streams. */
final class TestHost implements AgentView, AutoCloseable {

    static final SecureRandom RANDOM = new SecureRandom();

    private final TestUser user;
    private final Path files;
    private final InstantSource clock = InstantSource.system();
    private final SshAuthority userCa = SshAuthority.create(RANDOM);
    private final SshAuthority hostCa = SshAuthority.create(RANDOM);
    private final KeyPair hostKey = Keys.ed25519(RANDOM);
    private final String hostCertificate;
    private final FakeJournal journal;
    private final SshService service;
    private final AsynchronousServerSocketChannel bare;
    private final ServerSocket wrapped;
    private volatile Role role;
    private volatile List<Role> others = List.of();
    private final KeyPair policyKey = Keys.ed25519(RANDOM);
    private volatile boolean authAway;
    private volatile List<Lock> locks = List.of();
    static final String ID = "11111111-2222-3333-4444-555555555555";

    private volatile Instant freshUntil = Instant.MAX;

    private TestHost(SshSettings settings, TestUser user) throws Exception {
        this.user = user;
        files = Files.createTempDirectory("sallyport-ssh-");
        role = role(List.of(user.name()), LabelMatcher.EVERYTHING, Options.Permits.ALL);
        hostCertificate = hostCa.certifyHost(new HostCertificateTemplate(
                hostKey.getPublic(),
                "node",
                List.of("web-1"),
                clock.instant().minusSeconds(60),
                clock.instant().plusSeconds(3600),
                1));
        journal = new FakeJournal(files.resolve("spool"), clock);
        service = new SshService(settings, this, journal, clock, RANDOM);
        bare = AsynchronousServerSocketChannel.open(service.group())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        wrapped = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptBare);
        Thread.ofVirtual().start(this::acceptWrapped);
        Files.writeString(files.resolve("known_hosts"), "@cert-authority * " + hostCa.publicKeyLine() + "\n");
        certificate("id", template -> template);
    }

    /** The defaults but for two times, and with little patience for what ignores a hang-up. */
    static SshSettings settings(Duration loginGrace, Duration keepAlive) {
        return settings(loginGrace, keepAlive, RecordingMode.STRICT);
    }

    /** The same, with this mode of recording. */
    static SshSettings settings(Duration loginGrace, Duration keepAlive, RecordingMode recording) {
        return new SshSettings(
                false,
                List.of("LANG"),
                Optional.empty(),
                1_000,
                2_048,
                loginGrace,
                keepAlive,
                2,
                Duration.ofSeconds(2),
                recording,
                false,
                Path.of("/tmp"),
                "");
    }

    static TestHost start() throws Exception {
        return start(SshSettings.defaults());
    }

    /** A host that cannot be started leaves no account behind. */
    static TestHost start(SshSettings settings) throws Exception {
        TestUser user = TestUser.create();
        try {
            return new TestHost(settings, user);
        } catch (Exception | Error e) {
            user.close();
            throw e;
        }
    }

    private void acceptBare() {
        try {
            while (true) {
                AsynchronousSocketChannel channel = bare.accept().get();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                String source = text((InetSocketAddress) channel.getRemoteAddress());
                service.serve(new Inbound.Bare(channel, UUID.randomUUID().toString(), source));
            }
        } catch (IOException | InterruptedException | ExecutionException e) {
            return;
        }
    }

    private void acceptWrapped() {
        try {
            while (true) {
                Socket socket = wrapped.accept();
                socket.setTcpNoDelay(true);
                String source = text((InetSocketAddress) socket.getRemoteSocketAddress());
                Closeable closer = socket;
                service.serve(new Inbound.Wrapped(
                        socket.getInputStream(),
                        socket.getOutputStream(),
                        closer,
                        UUID.randomUUID().toString(),
                        source));
            }
        } catch (IOException e) {
            return;
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    int port() throws IOException {
        return ((InetSocketAddress) bare.getLocalAddress()).getPort();
    }

    int wrappedPort() {
        return wrapped.getLocalPort();
    }

    SshService service() {
        return service;
    }

    FakeJournal journal() {
        return journal;
    }

    TestUser user() {
        return user;
    }

    Path files() {
        return files;
    }

    SshAuthority userCa() {
        return userCa;
    }

    SshAuthority hostCa() {
        return hostCa;
    }

    void role(UnaryOperator<Role> change) {
        role = change.apply(role);
    }

    void permit(Options.Permits permits) {
        role(r -> new Role(r.name(), Options.of(permits), r.allow(), r.deny()));
    }

    /** The only role, with other logins. */
    void logins(List<String> logins) {
        role(r -> role(logins, r.allow().nodeLabels(), r.options().permits()));
    }

    /** The only role, for other nodes. */
    void nodes(LabelMatcher labels) {
        role(r -> new Role(
                r.name(), r.options(), Conditions.NONE.withNodes(r.allow().logins(), labels), r.deny()));
    }

    /** From now on the role is strict about locks. */
    void strictLocks() {
        role(r -> new Role(r.name(), strict(r.options()), r.allow(), r.deny()));
    }

    /** From now on the role wants a second factor for each session. */
    void sessionSecondFactor() {
        role(r -> {
            Options o = r.options();
            Options wanting = new Options(
                    o.maxSessionTtl(),
                    o.permits(),
                    o.idleTimeout(),
                    true,
                    o.maxConnections(),
                    o.maxSessions(),
                    true,
                    o.strictRecording(),
                    o.strictLocks(),
                    o.pinSource(),
                    o.forceCommand());
            return new Role(r.name(), wanting, r.allow(), r.deny());
        });
    }

    private static Options strict(Options o) {
        return new Options(
                o.maxSessionTtl(),
                o.permits(),
                o.idleTimeout(),
                o.disconnectExpired(),
                o.maxConnections(),
                o.maxSessions(),
                o.sessionSecondFactor(),
                o.strictRecording(),
                true,
                o.pinSource(),
                o.forceCommand());
    }

    private static Role role(List<String> logins, LabelMatcher nodes, Options.Permits permits) {
        return new Role(
                "access",
                Options.of(permits),
                Conditions.NONE.withNodes(
                        logins.stream().map(TextPattern::parse).toList(), nodes),
                Conditions.NONE);
    }

    /** Locks, and unlocks what was locked before. */
    void lock(Lock... now) {
        locks = List.of(now);
        service.locksChanged();
    }

    void authAway(boolean away) {
        authAway = away;
    }

    /** Writes a key and a certificate for it; the change makes the certificate another one. */
    Path certificate(String name, UnaryOperator<UserCertificateTemplate> change) throws IOException {
        return certificate(name, userCa, change);
    }

    Path certificate(String name, SshAuthority ca, UnaryOperator<UserCertificateTemplate> change) throws IOException {
        KeyPair keys = Keys.ed25519(RANDOM);
        Identity identity = new Identity("alice", Identity.Kind.USER, List.of("access"), Map.of());
        UserCertificateTemplate template = new UserCertificateTemplate(
                keys.getPublic(),
                CertifiedIdentity.of(identity),
                List.of(user.name()),
                Set.of(SshPermit.values()),
                clock.instant().minusSeconds(60),
                clock.instant().plusSeconds(3600),
                7,
                Optional.empty(),
                List.of());
        return write(name, keys, ca.certifyUser(change.apply(template)));
    }

    Path write(String name, KeyPair keys, String certificate) throws IOException {
        Path key = files.resolve(name);
        Files.writeString(key, SshKeys.privateKeyText(keys, "test"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(files.resolve(name + "-cert.pub"), certificate + "\n");
        return key;
    }

    List<String> options(Path key, int port) {
        return options(files, key, port);
    }

    static List<String> options(Path files, Path key, int port) {
        List<String> options = new ArrayList<>(List.of("-F", "none", "-i", key.toString()));
        for (String option : List.of(
                "Port=" + port,
                "HostKeyAlias=web-1",
                "UserKnownHostsFile=" + files.resolve("known_hosts"),
                "GlobalKnownHostsFile=none",
                "StrictHostKeyChecking=yes",
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "BatchMode=yes",
                "LogLevel=INFO")) {
            options.add("-o");
            options.add(option);
        }
        return options;
    }

    /** Starts {@code ssh} with the usual key; the arguments go before and after the host as OpenSSH takes them. */
    Ssh ssh(List<String> more, String... command) throws IOException {
        return ssh(files.resolve("id"), port(), more, command);
    }

    Ssh ssh(Path key, int port, List<String> more, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("ssh"));
        // Of two settings OpenSSH takes the first.
        line.addAll(more);
        line.addAll(options(key, port));
        line.add(user.name() + "@127.0.0.1");
        line.addAll(List.of(command));
        return new Ssh(new ProcessBuilder(line));
    }

    /** Runs {@code ssh} to its end with no input. */
    Ssh.Ran run(String... command) throws Exception {
        try (Ssh ssh = ssh(List.of(), command)) {
            return ssh.end();
        }
    }

    @Override
    public Resource.Node self() {
        return new Resource.Node(ID, "web-1", Map.of("env", "test"));
    }

    @Override
    public List<PublicKey> userAuthorities() {
        return List.of(userCa.publicKey());
    }

    /** Roles that there are besides. */
    void others(Role... roles) {
        others = List.of(roles);
    }

    KeyPair policyKey() {
        return policyKey;
    }

    @Override
    public List<PublicKey> policyAuthorities() {
        return List.of(policyKey.getPublic());
    }

    @Override
    public Collection<Role> roles(Collection<String> names) {
        if (authAway) {
            throw Failure.of(FailureCode.UNAVAILABLE, "auth does not answer; try again in a minute");
        }
        return Stream.concat(Stream.of(role), others.stream())
                .filter(known -> names.contains(known.name()))
                .toList();
    }

    @Override
    public List<Lock> locks() {
        return locks;
    }

    @Override
    public Instant freshUntil() {
        return freshUntil;
    }

    /** What is known was fresh until then. */
    void freshUntil(Instant end) {
        freshUntil = end;
    }

    @Override
    public KeyPair hostKey() {
        return hostKey;
    }

    @Override
    public String hostCertificate() {
        return hostCertificate;
    }

    /** Waits until something holds that no event announces; fails after some seconds. */
    static void eventually(java.util.concurrent.Callable<Boolean> holds) throws Exception {
        eventually(30, holds);
    }

    static void eventually(int seconds, java.util.concurrent.Callable<Boolean> holds) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(seconds))
                .pollInterval(Duration.ofMillis(20))
                .until(holds);
    }

    @Override
    public void close() throws IOException {
        service.close();
        bare.close();
        wrapped.close();
        journal.close();
        TestUser.run("rm", "-rf", files.toString());
        user.close();
    }
}
