package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import dev.sallyport.auth.state.Ledger;
import io.grpc.Channel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialsTest extends ClusterTest {

    @Test
    void everyDeniedCallIsInTheTrail() {
        // Given: no certificate, a role that does not allow it, a machine, and a certificate that has ended
        Somebody alice = cluster.person("alice", "access");
        Channel ended = cluster.channel(alice, cluster.login(alice));

        // When
        addUser(cluster.nobody());
        addUser(ended);
        addUser(cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1")));
        clock.advance(Duration.ofHours(13));
        addUser(ended);

        // Then
        assertThat(denials())
                .allSatisfy(event -> {
                    assertThat(event.getCode()).isEqualTo("API001W");
                    assertThat(event.getFieldsMap()).containsEntry("method", "sallyport.v1.UserService/AddUser");
                })
                .extracting(event -> event.getFieldsOrDefault("reason", ""))
                .anyMatch(reason -> reason.contains("needs an identity"))
                .anyMatch(reason -> reason.contains("alice may not call AddUser"))
                .anyMatch(reason -> reason.contains("certificate of kind NODE"))
                .anyMatch(reason -> reason.contains("ended"))
                .hasSize(4);
    }

    @Test
    void aFloodIsCountedAndNotWritten() {
        // Given
        Channel alice = cluster.somebody("alice", "access");

        // When
        for (int i = 0; i < 40; i++) {
            addUser(alice);
        }
        int during = denials().size();
        clock.advance(Duration.ofMinutes(1));
        addUser(alice);

        // Then
        assertThat(during).isEqualTo(Denials.EACH);
        assertThat(denials()).hasSize(Denials.EACH + 2);
        assertThat(denials().stream()
                        .mapToLong(event -> Long.parseLong(event.getFieldsOrDefault("suppressed", "0")))
                        .sum())
                .isEqualTo(40 - Denials.EACH);
    }

    @Test
    void manyCallersTogetherAreBoundedToo() {
        // Given
        Denials denials = new Denials(new Ledger(store, new EventIds(clock, new SecureRandom()), clock), clock);

        // When
        for (int i = 0; i < 5_000; i++) {
            denials.denied(EventSubject.NONE.withSource("192.0.2." + i + ":1"), "m", "r");
        }
        clock.advance(Duration.ofMinutes(1));
        denials.flush();

        // Then
        assertThat(denials()).hasSizeLessThanOrEqualTo(2 * Denials.ALL + 1);
        assertThat(denials().stream()
                        .mapToLong(event -> Long.parseLong(event.getFieldsOrDefault("suppressed", "0")))
                        .sum())
                .isEqualTo(5_000 - Denials.ALL);
    }

    private static void addUser(Channel channel) {
        Refusal _ = Refusal.of(() -> UserServiceGrpc.newBlockingStub(channel)
                .addUser(AddUserRequest.newBuilder()
                        .setName("mallory")
                        .addRoles("editor")
                        .build()));
    }

    private List<Event> denials() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("api.denied")
                        .setPage(dev.sallyport.api.v1.Page.newBuilder().setPageSize(500))
                        .build())
                .getEventsList();
    }
}
