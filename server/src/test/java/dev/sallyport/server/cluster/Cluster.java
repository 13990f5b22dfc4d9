package dev.sallyport.server.cluster;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.server.config.ConfigFile;
import dev.sallyport.server.wiring.Daemon;
import dev.sallyport.testing.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Daemons of one cluster in this process, on an address of 127.0.0.0/8 that no other test has. */
final class Cluster implements AutoCloseable {

    static final String NAME = "test.example";

    private final Path directory;
    private final String address;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();

    Cluster(Path directory) {
        this.directory = directory;
        this.address =
                "127.%d.%d.%d".formatted(16 + random.nextInt(32), 1 + random.nextInt(250), 1 + random.nextInt(250));
    }

    String proxyAddress() {
        return address + ":3080";
    }

    Path directory() {
        return directory;
    }

    /** All roles in one process; the agent is called {@code box}. */
    Daemon allInOne() throws Exception {
        return start("all", InstantSource.system(), core("all") + """
                agent:
                  name: box
                  labels: {env: test}
                """);
    }

    Daemon authAlone() throws Exception {
        return auth("");
    }

    /** The same with a witness, which has this key. */
    Daemon authWitnessed(String url, String key) throws Exception {
        return auth("""
                  witnesses: [{url: '%s', key: '%s'}]
                """.formatted(url, key));
    }

    /** The same with recordings and log in the bucket of a server. */
    Daemon authInBucket(URI endpoint, Path secret) throws Exception {
        return auth("""
                  storage:
                    to: s3
                    bucket: %s
                    prefix: prod/
                    region: %s
                    endpoint: %s
                    path_style: true
                    access_key_id: %s
                    secret_key_file: %s
                """.formatted(S3Server.BUCKET, S3Server.REGION, endpoint, S3Server.KEY_ID, secret));
    }

    /** @param more lines of the section auth */
    private Daemon auth(String more) throws Exception {
        return start("auth", InstantSource.system(), """
                cluster: {name: %s}
                data_dir: %s/auth
                diagnostics: {listen: '127.0.0.1:0'}
                auth:
                  listen: %s:3025
                  proxy_public_addr: %3$s:3080
                """.formatted(NAME, directory, address) + more);
    }

    Daemon witness(String logKey) throws Exception {
        return start("witness", InstantSource.system(), """
                data_dir: %s/other
                witness:
                  listen: %s:3082
                  name: w1.example
                  logs: ['%s']
                diagnostics: {listen: '127.0.0.1:0'}
                """.formatted(directory, address, logKey));
    }

    String witnessUrl() {
        return "http://" + address + ":3082";
    }

    /** The first time with a token; afterwards it needs none. */
    Daemon proxyAlone() throws Exception {
        return start("proxy", InstantSource.system(), """
                data_dir: %1$s/proxy
                proxy:
                  listen: %2$s:3080
                  auth_addr: %2$s:3025
                %3$s
                diagnostics: {listen: '127.0.0.1:0'}
                """.formatted(
                        directory, address, joining("proxy", MachineType.MACHINE_TYPE_PROXY)));
    }

    /** An agent with a folder of its own, which is called {@code name}. */
    Daemon agentAlone(String folder, String name, InstantSource clock, String joining) throws Exception {
        return start(folder, clock, """
                data_dir: %1$s/%2$s
                agent:
                  proxy: %3$s:3080
                  name: %4$s
                %5$s
                diagnostics: {listen: '127.0.0.1:0'}
                """.formatted(directory, folder, address, name, joining));
    }

    Daemon agentAlone(String folder, String name) throws Exception {
        return agentAlone(folder, name, InstantSource.system(), joining(folder, MachineType.MACHINE_TYPE_NODE));
    }

    /** Lines for the configuration: a token and the pin; nothing where the folder has an identity already. */
    String joining(String folder, MachineType type) throws IOException {
        if (Files.exists(
                directory.resolve(folder).resolve(type == MachineType.MACHINE_TYPE_PROXY ? "proxy" : "agent"))) {
            return "";
        }
        AddTokenReply token = token(type);
        return "  token: '%s'\n  ca_pins: ['%s']".formatted(token.getToken(), token.getCaPins(0));
    }

    AddTokenReply token(MachineType type) throws IOException {
        try (ApiChannel admin = admin()) {
            return TokenServiceGrpc.newBlockingStub(admin.channel())
                    .addToken(AddTokenRequest.newBuilder().setType(type).build());
        }
    }

    void stop(String name) {
        Optional.ofNullable(daemons.remove(name)).ifPresent(Daemon::close);
    }

    /** Straight to auth, as the local administrator. */
    ApiChannel admin() throws IOException {
        Path folder = Files.exists(directory.resolve("all")) ? directory.resolve("all") : directory.resolve("auth");
        PemBundle bundle = PemBundle.read(folder.resolve("admin.pem")).orElseThrow();
        TlsIdentity identity = new TlsIdentity(
                bundle.key().orElseThrow(), bundle.certificates().subList(0, 2));
        List<CaPin> pins = bundle.certificates().stream().skip(2).map(CaPin::of).toList();
        return ApiChannel.open(
                new ProxyAddress(address, 3025),
                PeerVerifier.pinned(pins, InstantSource.system()),
                () -> Optional.of(identity));
    }

    @Override
    public void close() {
        for (Daemon daemon : List.copyOf(daemons.values()).reversed()) {
            daemon.close();
        }
    }

    private String core(String folder) {
        return """
                cluster: {name: %s}
                data_dir: %s/%s
                auth: {listen: '%s:3025'}
                proxy: {listen: '%4$s:3080'}
                diagnostics: {listen: '127.0.0.1:0'}
                """.formatted(NAME, directory, folder, address);
    }

    private Daemon start(String name, InstantSource clock, String text) throws Exception {
        Path file = Files.writeString(directory.resolve(name + ".yaml"), text + "drain_timeout: 5s\n");
        Daemon daemon = new Daemon(ConfigFile.read(file, List.of()), clock, random);
        daemons.put(name, daemon);
        daemon.start();
        return daemon;
    }
}
