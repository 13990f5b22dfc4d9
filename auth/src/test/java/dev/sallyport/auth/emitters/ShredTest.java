package dev.sallyport.auth.emitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ReadLogRequest;
import dev.sallyport.api.v1.ShredSubjectRequest;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Tls;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal fields of events, and the end of them. */
class ShredTest extends ClusterTest {

    private HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    @BeforeEach
    void addShop() {
        http = Tls.client(cluster);
        token = EmitterServiceGrpc.newBlockingStub(cluster.admin())
                .addEmitter(AddEmitterRequest.newBuilder()
                        .setName("shop")
                        .addTypes("order.*")
                        .build())
                .getToken();
    }

    @AfterEach
    void disconnect() {
        http.shutdownNow();
    }

    @Test
    void whatIsPersonalIsShownAndStoredNowhereInTheClear() {
        // When
        order(1, "customer-17", "carol@example.com");

        // Then
        assertThat(shop(""))
                .singleElement()
                .satisfies(event -> assertThat(event.getFieldsMap())
                        .containsEntry("subject", "customer-17")
                        .containsEntry("email", "carol@example.com"));
        assertThat(shop("carol")).isEmpty();
        assertThat(stored("")).noneMatch(text -> text.contains("carol"));
        assertThat(log()).contains("personal:v1:0:").doesNotContain("carol");
    }

    @Test
    void afterShreddingNobodyReadsItAndTheLeafIsAsItWas() {
        // Given
        order(1, "customer-17", "carol@example.com");
        order(2, "customer-18", "dave@example.com");
        String before = log();
        List<String> keys = stored("subject-keys/");

        // When
        shred("customer-17");

        // Then
        assertThat(shop(""))
                .extracting(event -> event.getFieldsMap().get("email"))
                .containsExactly("dave@example.com", "(shredded)");
        assertThat(log()).startsWith(before.substring(0, before.length() - 1));
        assertThat(stored("subject-keys/")).hasSameSizeAs(keys).isNotEqualTo(keys);
        assertThat(listed("audit.shred", ""))
                .singleElement()
                .satisfies(event -> assertThat(event.getFieldsMap()).containsEntry("subject", "customer-17"));
        assertThat(shop("carol")).isEmpty();
    }

    @Test
    void whatHappenedBeforeAndComesLaterIsNotKept() {
        // Given
        order(1, "customer-17", "carol@example.com");
        shred("customer-17");

        // When
        order(2, "customer-17", "carol@example.com");

        // Then
        assertThat(shop(""))
                .extracting(event -> event.getFieldsMap().get("email"))
                .containsExactly("(shredded)", "(shredded)");
        assertThat(log()).contains("\"email\":\"personal:v1:\"");
    }

    @Test
    void whatHappensAfterwardsHasAKeyOfItsOwn() {
        // Given
        order(1, "customer-17", "carol@example.com");
        shred("customer-17");
        clock.advance(Duration.ofMillis(1));

        // When
        order(2, "customer-17", "carol@example.org");

        // Then
        assertThat(shop(""))
                .extracting(event -> event.getFieldsMap().get("email"))
                .containsExactly("carol@example.org", "(shredded)");
        assertThat(log()).contains("personal:v1:1:");
    }

    @Test
    void aFieldOpensInItsOwnEventOnly() {
        // Given
        order(1, "customer-17", "carol@example.com");
        String sealed = log().replaceAll("(?s).*\"email\":\"(personal:[^\"]*)\".*", "$1");

        // When: somebody passes ciphertext on as a field
        int status = Tls.post(
                        http,
                        cluster,
                        "/events/v1/shop",
                        token,
                        "{\"events\":[{\"id\":\"" + id(2)
                                + "\",\"type\":\"order.placed\",\"subject\":\"customer-17\",\"fields\":{\"note\":\""
                                + sealed + "\"}}]}")
                .statusCode();

        // Then
        assertThat(sealed).startsWith("personal:v1:0:");
        assertThat(status).isEqualTo(400);
    }

    @Test
    void shreddingTakesARightOfItsOwn() {
        // Given
        order(1, "customer-17", "carol@example.com");
        var auditor = AuditServiceGrpc.newBlockingStub(cluster.somebody("alice", "auditor", "editor"));
        ShredSubjectRequest request =
                ShredSubjectRequest.newBuilder().setSubject("customer-17").build();

        // When / Then
        assertThatThrownBy(() -> auditor.shredSubject(request))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("PERMISSION_DENIED");
        assertThatThrownBy(() -> shred("nobody")).isInstanceOf(StatusRuntimeException.class);
        assertThat(shop(""))
                .extracting(event -> event.getFieldsMap().get("email"))
                .containsExactly("carol@example.com");
    }

    private void order(int number, String subject, String email) {
        String event = "{\"id\":\"" + id(number) + "\",\"type\":\"order.placed\",\"subject\":\"" + subject
                + "\",\"personal\":{\"email\":\"" + email + "\"}}";
        assertThat(Tls.post(http, cluster, "/events/v1/shop", token, "{\"events\":[" + event + "]}")
                        .body())
                .isEqualTo("{\"stored\":1,\"known\":0}");
    }

    private String id(int number) {
        String millis = String.format("%012x", clock.millis());
        return millis.substring(0, 8) + "-" + millis.substring(8) + String.format("-7000-8000-%012x", number);
    }

    private void shred(String subject) {
        var _ = AuditServiceGrpc.newBlockingStub(cluster.admin())
                .shredSubject(
                        ShredSubjectRequest.newBuilder().setSubject(subject).build());
    }

    /** All of the store below this. */
    private List<String> stored(String prefix) {
        return store.range(prefix, "", 1_000).stream()
                .map(entry -> new String(entry.value(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** What the leaves hash. */
    private String log() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .readLog(ReadLogRequest.newBuilder()
                        .setStored("tile/entries/000.p/200")
                        .build())
                .getData()
                .toString(StandardCharsets.ISO_8859_1);
    }

    private List<Event> shop(String text) {
        return listed("ext", text);
    }

    private List<Event> listed(String type, String text) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType(type)
                        .setText(text)
                        .build())
                .getEventsList();
    }
}
