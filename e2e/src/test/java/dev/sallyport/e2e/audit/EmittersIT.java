package dev.sallyport.e2e.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.auditsdk.Connections;
import dev.sallyport.auditsdk.Destination;
import dev.sallyport.auditsdk.Event;
import dev.sallyport.auditsdk.Outbox;
import dev.sallyport.auditsdk.Relay;
import dev.sallyport.auditsdk.RelayListener;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service beside the real binaries: its events come by the proxy, and what was personal of them goes while the log stays. */
@Tag("slow")
class EmittersIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void eventsOfAServiceComeByTheProxyAndArePersonalUntilTheyAreShredded() throws Exception {
        try (DistCluster cluster = DistCluster.start(Path.of(System.getProperty("sallyport.dist")))) {
            // Given
            Path folder = cluster.directory();
            Path destination = folder.resolve("shop.audit");
            cluster.admin("emitters", "add", "shop", "--type", "order.*", "--out=" + destination)
                    .orFail();
            Files.writeString(
                    destination,
                    Files.readString(destination).replaceFirst("address=.*", "address=" + cluster.proxy()));
            Connections database = () -> DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
            Outbox outbox = Outbox.open(database);

            // When
            try (Relay _ = outbox.deliver(Destination.read(destination), RelayListener.NONE);
                    Connection connection = database.open()) {
                outbox.add(
                        connection,
                        Event.of("order.placed")
                                .with("order", "17")
                                .about("customer-17")
                                .withPersonal("email", "carol@example.com"));
                await().atMost(SOON).until(() -> shown(cluster).contains("carol@example.com"));
            }
            String before = shown(cluster);
            await().atMost(SOON).until(() -> verified(cluster).out().startsWith("OK"));
            cluster.admin("audit", "shred", "customer-17").orFail();

            // Then
            assertThat(before).contains("ext.shop.order.placed").contains("EXT-I");
            assertThat(shown(cluster)).contains("email=(shredded)").doesNotContain("carol");
            assertThat(cluster.admin("audit", "ls", "--text=carol").orFail()).doesNotContain("ext.shop");
            await().atMost(SOON).until(() -> verified(cluster).out().startsWith("OK"));
            assertThat(checked(cluster)).startsWith("OK");
            assertThat(cluster.admin("emitters", "ls").orFail()).contains("shop", "order.*");
        }
    }

    private static String shown(DistCluster cluster) {
        return cluster.admin("audit", "ls", "--kind=ext.shop").orFail();
    }

    private static Ran verified(DistCluster cluster) {
        return cluster.admin("audit", "verify");
    }

    private static String checked(DistCluster cluster) throws Exception {
        String key = Files.readString(cluster.directory().resolve("admin-home/logs/" + DistCluster.NAME + "/key"))
                .strip();
        Path log = cluster.directory().resolve("core/log");
        return cluster.run(Map.of(), List.of("python3", "check-log.py", log.toString(), key))
                .orFail();
    }
}
