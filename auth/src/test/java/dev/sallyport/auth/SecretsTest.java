package dev.sallyport.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.v1.KeyRingRecord;
import dev.sallyport.pki.seal.Sealer;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who steals the database has nothing: planted secrets are searched for in its files, byte by byte. */
class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void noSecretIsInTheStoresFiles() throws Exception {
        // Given
        ManualClock clock = ManualClock.atNoon();
        Path database = Files.createDirectory(folder.resolve("store"));
        Path data = folder.resolve("data");
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        try (SqliteStore store = SqliteStore.open(database.resolve("auth.db"), clock)) {
            TestCluster cluster = TestCluster.start(data, store, clock);
            secrets.putAll(planted(cluster));
            secrets.putAll(keys(store, Sealer.withKeyFile(data.resolve("cluster.key"), new SecureRandom())));
            cluster.stop();
        }

        // When
        List<String> found = new ArrayList<>();
        for (byte[] file : files(database)) {
            secrets.forEach((name, secret) -> {
                if (contains(file, secret)) {
                    found.add(name);
                }
            });
        }

        // Then
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(10);
        assertThat(found).isEmpty();
        assertThat(files(database)).anyMatch(file -> contains(file, "alice".getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, byte[]> planted(TestCluster cluster) {
        TestCluster.Somebody alice = cluster.person("alice", "access");
        var credentials = cluster.login(alice);
        String open = UserServiceGrpc.newBlockingStub(cluster.admin())
                .addUser(AddUserRequest.newBuilder()
                        .setName("bob")
                        .addRoles("access")
                        .build())
                .getCode();
        String token = TokenServiceGrpc.newBlockingStub(cluster.admin())
                .addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .build())
                .getToken();
        var opened = dev.sallyport.api.v1.LoginServiceGrpc.newBlockingStub(cluster.nobody())
                .openInvite(dev.sallyport.api.v1.OpenInviteRequest.newBuilder()
                        .setCode(open)
                        .build());
        String uri = opened.getOtpUri().replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1");
        return Map.of(
                "password", TestCluster.PASSWORD.getBytes(StandardCharsets.UTF_8),
                "seed", alice.phone().secret(),
                "seed of an open invite",
                        dev.sallyport.testing.dist.Totp.ofBase32(uri).secret(),
                "invite code", open.getBytes(StandardCharsets.UTF_8),
                "join token", token.getBytes(StandardCharsets.UTF_8),
                "password hash", "$argon2id$".getBytes(StandardCharsets.UTF_8),
                "knock key", credentials.getKnockKey().toByteArray());
    }

    private static Map<String, byte[]> keys(Store store, Sealer sealer) throws IOException {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (Store.Entry ring : store.range(Keyspace.AUTHORITIES, "", 10)) {
            for (KeyRingRecord.Key key : KeyRingRecord.parseFrom(ring.value()).getKeysList()) {
                ByteString sealed = key.getSealedPrivateKey();
                byte[] plain = sealer.open(sealed.toByteArray(), ring.key() + "/" + key.getId());
                // Of a PKCS#8 key, what is the key itself; the rest is the same in every one.
                int from = plain.length == 32 ? 0 : plain.length > 100 ? 36 : 16;
                keys.put(ring.key(), java.util.Arrays.copyOfRange(plain, from, from + 32));
            }
        }
        return keys;
    }

    private static List<byte[]> files(Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static boolean contains(byte[] file, byte[] wanted) {
        return new String(file, StandardCharsets.ISO_8859_1).contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }
}
