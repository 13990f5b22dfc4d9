package dev.sallyport.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.pki.ssh.AddressRanges;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import io.grpc.Channel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts about where somebody comes from. */
class ForwardersTest {

    private static final AddressRanges PROXIES = AddressRanges.parse("127.0.3.0/24");

    @TempDir
    Path folder;

    @Test
    void aListedProxyIsBelievedAboutWhereSomebodyComesFrom() {
        assertThat(sourceOfALoginThrough("127.0.3.9")).isEqualTo(Forwarder.CLAIMED + ":4242");
    }

    @Test
    void whoIsNotListedComesFromWhereItIsWhateverItSays() {
        assertThat(sourceOfALoginThrough("127.0.4.9")).startsWith("127.0.4.9:");
    }

    private String sourceOfALoginThrough(String proxy) {
        ManualClock clock = ManualClock.atNoon();
        // Given
        try (MemoryStore store = new MemoryStore(clock);
                TestCluster cluster = TestCluster.believing(PROXIES, folder, store, clock);
                Forwarder forwarder = new Forwarder(proxy, cluster.role.address())) {
            TestCluster.Somebody alice = cluster.person("alice", "access");
            Channel through = cluster.openAt(forwarder.port());
            LoginRequest request = cluster.loginRequest(alice).build();

            // When
            LoginServiceGrpc.newBlockingStub(through).login(request);

            // Then
            List<Event> logins = AuditServiceGrpc.newBlockingStub(cluster.admin())
                    .listEvents(
                            ListEventsRequest.newBuilder().setType("user.login").build())
                    .getEventsList();
            assertThat(logins).hasSize(1);
            return logins.getFirst().getFieldsMap().getOrDefault("source", "");
        }
    }
}
