package dev.sallyport.auth;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.MachineKeys;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.retention.RetentionPolicy;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.ssh.AddressRanges;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import dev.sallyport.testing.dist.Totp;
import io.grpc.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster's auth in this process, and everybody who calls it, over its port. */
public final class TestCluster implements AutoCloseable {

    private static final String NAME = "test.example.com";

    public static final String PASSWORD = "correct horse battery";

    public final ManualClock clock;
    public final AuthRole role;
    private final SecureRandom random = new SecureRandom();
    private final AuthSettings settings;
    private final List<ApiChannel> channels = new ArrayList<>();
    private final Store store;

    private TestCluster(AuthSettings settings, Store store, ManualClock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.role = AuthRole.start(
                settings, store, new RecordingStore(settings.dataDir().resolve("recordings")), clock, random);
    }

    /** Starts one, or the same again on the same folder and store. */
    public static TestCluster start(Path folder, Store store, ManualClock clock) {
        return start(NAME, folder, store, clock);
    }

    public static TestCluster start(String name, Path folder, Store store, ManualClock clock) {
        return new TestCluster(settings(name, folder), store, clock);
    }

    /** One that believes these forwarders. */
    static TestCluster believing(AddressRanges forwarders, Path folder, Store store, ManualClock clock) {
        return new TestCluster(settings(NAME, folder).withForwarders(forwarders), store, clock);
    }

    /** One in which each action of administration takes a second factor. */
    public static TestCluster strict(Path folder, Store store, ManualClock clock) {
        return with(
                folder,
                store,
                clock,
                new FactorSettings("proxy.example.com", "https://proxy.example.com", true, true, List.of(), List.of()));
    }

    /** One that wants this of second factors. */
    public static TestCluster with(Path folder, Store store, ManualClock clock, FactorSettings factors) {
        return new TestCluster(settings(NAME, folder).withFactors(factors), store, clock);
    }

    /** One that keeps things so long. */
    public static TestCluster keeping(Path folder, Store store, ManualClock clock, RetentionPolicy policy) {
        return new TestCluster(settings(NAME, folder).withTrail(TrailSettings.keeping(policy)), store, clock);
    }

    private static AuthSettings settings(String name, Path folder) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new AuthSettings(name, any, folder, "proxy.example.com:443", "proxy.example.com:3023");
    }

    /** Does now what is due by the clock. */
    public void look() {
        role.look();
    }

    public Store store() {
        return store;
    }

    /** Who shows no certificate. */
    public Channel nobody() {
        return open(Optional.empty());
    }

    /** The local administrator, by the file beside the store. */
    public Channel admin() {
        PemBundle bundle = PemBundle.read(settings.adminFile()).orElseThrow();
        List<java.security.cert.X509Certificate> chain = bundle.certificates().subList(0, 2);
        return open(Optional.of(new TlsIdentity(bundle.key().orElseThrow(), chain)));
    }

    /** Certificates and key of the local administrator, and the CAs that auth is known by. */
    public Path adminFile() {
        return settings.adminFile();
    }

    /** Where it listens, on loopback. */
    public int port() {
        return role.address().getPort();
    }

    /** Who shows no certificate, through another port of this machine. */
    Channel openAt(int port) {
        return open(port, Optional.empty());
    }

    /** Whoever has this identity. */
    public Channel open(Optional<TlsIdentity> identity) {
        return open(role.address().getPort(), identity);
    }

    private Channel open(int port, Optional<TlsIdentity> identity) {
        PemBundle bundle = PemBundle.read(settings.adminFile()).orElseThrow();
        List<CaPin> pins = bundle.certificates().stream().skip(2).map(CaPin::of).toList();
        PeerVerifier trust = PeerVerifier.pinned(pins, clock);
        ProxyAddress address = new ProxyAddress("127.0.0.1", port);
        ApiChannel channel = ApiChannel.open(address, trust, () -> identity);
        channels.add(channel);
        return channel.channel();
    }

    /** A person with keys, password and phone. */
    public record Somebody(String name, Totp phone, KeyPair tls, KeyPair ssh) {}

    /** Adds a user and accepts the invite. */
    public Somebody person(String name, String... roles) {
        var invite = UserServiceGrpc.newBlockingStub(admin())
                .addUser(AddUserRequest.newBuilder()
                        .setName(name)
                        .addAllRoles(List.of(roles))
                        .putAllTraits(Map.of(
                                "logins",
                                StringList.newBuilder().addValues(name).build()))
                        .build());
        return accept(name, invite.getCode());
    }

    /** Accepts an invite with the usual password and a new phone. */
    public Somebody accept(String name, String code) {
        var login = LoginServiceGrpc.newBlockingStub(nobody());
        var opened =
                login.openInvite(OpenInviteRequest.newBuilder().setCode(code).build());
        String secret = opened.getOtpUri().replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1");
        Totp phone = Totp.ofBase32(secret);
        var accepted = login.acceptInvite(AcceptInviteRequest.newBuilder()
                .setCode(code)
                .setPassword(PASSWORD)
                .setOtp(phone.at(clock.instant()))
                .build());
        clock.advance(Duration.ofSeconds(30));
        return new Somebody(accepted.getUser(), phone, Keys.ecdsaP256(random), Keys.ed25519(random));
    }

    /** What a login sends. */
    public LoginRequest.Builder loginRequest(Somebody person) {
        return LoginRequest.newBuilder()
                .setUser(person.name())
                .setPassword(PASSWORD)
                .setOtp(person.phone().at(clock.instant()))
                .setTlsPublicKey(ByteString.copyFrom(person.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(person.ssh().getPublic(), person.name()));
    }

    /** Logs in; the next code is for the next login. */
    public UserCredentials login(Somebody person) {
        UserCredentials credentials = LoginServiceGrpc.newBlockingStub(nobody())
                .login(loginRequest(person).build());
        clock.advance(Duration.ofSeconds(30));
        return credentials;
    }

    /** The channel of a person who logged in. */
    public Channel channel(Somebody person, UserCredentials credentials) {
        return open(Optional.of(new TlsIdentity(
                person.tls().getPrivate(),
                Certificates.decodeAll(credentials.getTlsChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList()))));
    }

    /** Adds a user with these roles, logs in, and gives the channel. */
    public Channel somebody(String name, String... roles) {
        Somebody person = person(name, roles);
        return channel(person, login(person));
    }

    /** What a machine sends that joins with this token. */
    public JoinRequest.Builder joinRequest(String token, MachineType type, String name, MachineKeys keys) {
        return JoinRequest.newBuilder()
                .setToken(token)
                .setType(type)
                .setName(name)
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.sshHost().getPublic(), name));
    }

    /** Joins a machine. */
    public MachineIdentity machine(MachineType type, String name) {
        MachineKeys keys = MachineKeys.generate(random);
        var credentials = JoinServiceGrpc.newBlockingStub(nobody())
                .join(joinRequest(role.offer(type).token(), type, name, keys).build());
        return MachineIdentity.of(credentials, keys);
    }

    public Channel channel(MachineIdentity machine) {
        return open(Optional.of(machine.tls()));
    }

    /** Ends it, and returns when it is over. */
    public void stop() {
        channels.forEach(ApiChannel::close);
        role.close();
    }

    /** Ends it. The server library is quiet for two seconds before it is over: no test needs to wait for that. */
    @Override
    public void close() {
        role.closeLog();
        Thread.ofVirtual().start(this::stop);
    }
}
