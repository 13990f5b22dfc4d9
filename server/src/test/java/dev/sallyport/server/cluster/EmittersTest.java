package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddEmitterReply;
import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ShredSubjectRequest;
import dev.sallyport.auditsdk.Connections;
import dev.sallyport.auditsdk.Destination;
import dev.sallyport.auditsdk.Event;
import dev.sallyport.auditsdk.Outbox;
import dev.sallyport.auditsdk.Relay;
import dev.sallyport.auditsdk.RelayListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service reaches auth through a proxy that copies bytes; auth and proxy by their configuration. */
@Timeout(120)
class EmittersTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void eventsOfAServiceComeByTheProxyAndArePersonalUntilTheyAreShredded() throws Exception {
        try (Cluster cluster = new Cluster(directory)) {
            // Given
            cluster.authAlone();
            cluster.proxyAlone();
            Connections database = () -> DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("shop.db"));
            Outbox outbox = Outbox.open(database);

            try (ApiChannel admin = cluster.admin()) {
                // When
                try (Relay _ = outbox.deliver(destination(cluster, admin), RelayListener.NONE);
                        Connection connection = database.open()) {
                    outbox.add(
                            connection,
                            Event.of("order.placed").about("customer-17").withPersonal("email", "carol@example.com"));
                    await().atMost(SOON).until(() -> !shown(admin).isEmpty());
                }
                List<Map<String, String>> before = shown(admin);
                var _ = AuditServiceGrpc.newBlockingStub(admin.channel())
                        .shredSubject(ShredSubjectRequest.newBuilder()
                                .setSubject("customer-17")
                                .build());

                // Then
                assertThat(before)
                        .singleElement()
                        .satisfies(fields -> assertThat(fields).containsEntry("email", "carol@example.com"));
                assertThat(shown(admin))
                        .singleElement()
                        .satisfies(fields -> assertThat(fields)
                                .containsEntry("email", "(shredded)")
                                .containsEntry("emitter", "shop"));
            }
        }
    }

    private static Destination destination(Cluster cluster, ApiChannel admin) {
        AddEmitterReply shop = EmitterServiceGrpc.newBlockingStub(admin.channel())
                .addEmitter(AddEmitterRequest.newBuilder()
                        .setName("shop")
                        .addTypes("order.*")
                        .build());
        ProxyAddress proxy = ProxyAddress.parse(cluster.proxyAddress());
        return new Destination(proxy.host(), proxy.port(), "shop", shop.getToken(), shop.getCaPinsList());
    }

    private static List<Map<String, String>> shown(ApiChannel admin) {
        return AuditServiceGrpc.newBlockingStub(admin.channel())
                .listEvents(ListEventsRequest.newBuilder().setType("ext.shop").build())
                .getEventsList()
                .stream()
                .map(dev.sallyport.api.v1.Event::getFieldsMap)
                .toList();
    }
}
