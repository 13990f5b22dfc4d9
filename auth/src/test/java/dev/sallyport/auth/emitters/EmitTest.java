package dev.sallyport.auth.emitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.RemoveEmitterRequest;
import dev.sallyport.audit.event.EventCatalogue;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Tls;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that write events of their own, over HTTP on auth's port. */
class EmitTest extends ClusterTest {

    private HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    @BeforeEach
    void addShop() {
        http = Tls.client(cluster);
        token = add("shop", 0, "order.*", "user.login");
    }

    @AfterEach
    void disconnect() {
        http.shutdownNow();
    }

    @Test
    void anEventIsInTheTrailUnderANameOfItsOwn() {
        // When
        HttpResponse<String> reply =
                post("shop", event(id(1), "user.login", "\"severity\":\"warning\",\"fields\":{\"user\":\"alice\"}"));

        // Then
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(listed("ext.shop")).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("ext.shop.user.login");
            assertThat(event.getCode()).isEqualTo("EXT-W");
            assertThat(event.getFieldsMap())
                    .containsEntry("user", "alice")
                    .containsEntry("emitter", "shop")
                    .containsEntry("event_id", id(1));
            assertThat(event.hasLogIndex()).isTrue();
        });
        assertThat(listed("user.login")).isEmpty();
    }

    @Test
    void nothingOfSallyportsOwnBeginsAsTheirs() {
        assertThat(EventCatalogue.types())
                .noneSatisfy(type -> assertThat(type.name()).startsWith("ext."));
        assertThat(EventCatalogue.types())
                .noneSatisfy(type -> assertThat(type.code()).startsWith("EXT"));
    }

    @Test
    void theSameEventAgainIsSkippedAndAnothersIdIsFree() {
        // Given
        String other = add("mail", 0, "order.*");

        // When
        post("shop", event(id(1), "order.placed", "\"fields\":{\"by\":\"shop\"}"));
        HttpResponse<String> again = post("shop", event(id(1), "order.placed", "\"fields\":{\"by\":\"other\"}"));
        token = other;
        HttpResponse<String> another = post("mail", event(id(1), "order.placed", "\"fields\":{\"by\":\"mail\"}"));

        // Then
        assertThat(again.body()).isEqualTo("{\"stored\":0,\"known\":1}");
        assertThat(another.body()).isEqualTo("{\"stored\":1,\"known\":0}");
        assertThat(listed("ext"))
                .extracting(event -> event.getFieldsMap().get("by"))
                .containsExactly("mail", "shop");
    }

    @Test
    void aTypeThatIsNotAllowedIsRefusedWithAllThatCameWithIt() {
        // When
        HttpResponse<String> reply =
                post("shop", event(id(1), "order.placed", "") + "," + event(id(2), "orders.placed", ""));

        // Then
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(listed("ext")).isEmpty();
        assertThat(listed("api.denied")).hasSize(1);
    }

    @Test
    void onlyTheNewestTokenOfThisNameOpens() {
        // Given
        String old = token;
        String other = add("mail", 0, "order.*");
        String now = EmitterServiceGrpc.newBlockingStub(cluster.admin())
                .addEmitter(AddEmitterRequest.newBuilder()
                        .setName("shop")
                        .addTypes("order.*")
                        .setReplace(true)
                        .build())
                .getToken();

        // When / Then
        for (String wrong : List.of("", old, other, now.substring(1))) {
            token = wrong;
            assertThat(post("shop", event(id(1), "order.placed", "")).statusCode())
                    .isEqualTo(401);
        }
        token = now;
        assertThat(post("shop", event(id(1), "order.placed", "")).statusCode()).isEqualTo(200);
        EmitterServiceGrpc.newBlockingStub(cluster.admin())
                .removeEmitter(RemoveEmitterRequest.newBuilder().setName("shop").build());
        assertThat(post("shop", event(id(2), "order.placed", "")).statusCode()).isEqualTo(401);
        assertThat(listed("ext")).hasSize(1);
    }

    @Test
    void atItsEndAnEmitterMayNothingMore() {
        // Given
        token = add("guest", 60, "order.*");
        int before = post("guest", event(id(1), "order.placed", "")).statusCode();

        // When
        clock.advance(Duration.ofSeconds(61));

        // Then
        assertThat(before).isEqualTo(200);
        assertThat(post("guest", event(id(2), "order.placed", "")).statusCode()).isEqualTo(401);
    }

    @Test
    void tooManyAreToldWhenToComeAgain() {
        // Given: 100 a second, 1,000 at once
        for (int batch = 0; batch < 2; batch++) {
            assertThat(post("shop", many(batch * 500, 500)).statusCode()).isEqualTo(200);
        }

        // When
        HttpResponse<String> beyond = post("shop", many(1_000, 200));
        clock.advance(Duration.ofSeconds(2));

        // Then
        assertThat(beyond.statusCode()).isEqualTo(429);
        assertThat(beyond.headers().firstValue("retry-after")).contains("2");
        assertThat(post("shop", many(1_000, 200)).statusCode()).isEqualTo(200);
    }

    @Test
    void garbageIsRefusedAndNothingIsCut() {
        // When / Then
        for (String garbage : List.of(
                "",
                "[]",
                "{\"events\":[]}",
                "{\"events\":[{}]}",
                "{\"events\":[" + event(UUID.randomUUID().toString(), "order.placed", "") + "]}",
                "{\"events\":[" + event(id(1), "order.placed", "\"more\":1") + "]}",
                "{\"events\":[" + event(id(1), "Order", "") + "]}",
                "{\"events\":[" + event(id(1), "order.placed", "\"time\":\"yesterday\"") + "]}",
                "{\"events\":[" + event(id(1), "order.placed", "\"fields\":{\"emitter\":\"x\"}") + "]}",
                "{\"events\":[" + event(id(1), "order.placed", "\"fields\":{\"a\":1}") + "]}",
                "{\"events\":[" + event(id(1), "order.placed", "\"fields\":{\"a\":\"" + "x".repeat(4_097) + "\"}")
                        + "]}",
                "{\"events\":[" + many(0, 501) + "]}",
                "[".repeat(10_000))) {
            assertThat(send("shop", garbage).statusCode()).as(garbage).isEqualTo(400);
        }
        assertThat(send("shop", " ".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
        assertThat(listed("ext")).isEmpty();
    }

    @Test
    void noMachineSpeaksForAService() {
        // Given
        var agent = AuditServiceGrpc.newBlockingStub(
                cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1")));

        // When / Then
        assertThatThrownBy(() -> agent.emitEvents(EmitEventsRequest.newBuilder()
                        .addEvents(Event.newBuilder()
                                .setId(id(1))
                                .setType("ext.shop.order.placed")
                                .setCode("EXT-I"))
                        .build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("may not tell of ext.shop.order.placed");
    }

    @Test
    void onlyWhoManagesTokensManagesEmitters() {
        // Given
        var alice = EmitterServiceGrpc.newBlockingStub(cluster.somebody("alice", "auditor"));
        var bob = EmitterServiceGrpc.newBlockingStub(cluster.somebody("bob", "editor"));
        AddEmitterRequest request =
                AddEmitterRequest.newBuilder().setName("own").addTypes("a").build();

        // When / Then
        assertThatThrownBy(() -> alice.addEmitter(request)).isInstanceOf(StatusRuntimeException.class);
        assertThat(bob.addEmitter(request).getPath()).isEqualTo("/events/v1/own");
        assertThat(listed("emitter")).extracting(Event::getType).containsExactly("emitter.create", "emitter.create");
    }

    private String add(String name, int seconds, String... types) {
        return EmitterServiceGrpc.newBlockingStub(cluster.admin())
                .addEmitter(AddEmitterRequest.newBuilder()
                        .setName(name)
                        .addAllTypes(List.of(types))
                        .setTtlSeconds(seconds)
                        .build())
                .getToken();
    }

    private HttpResponse<String> post(String emitter, String events) {
        return send(emitter, "{\"events\":[" + events + "]}");
    }

    private HttpResponse<String> send(String emitter, String body) {
        return Tls.post(http, cluster, "/events/v1/" + emitter, token, body);
    }

    private static String event(String id, String type, String more) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String many(int from, int count) {
        StringBuilder events = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            events.append(i == from ? "" : ",").append(event(id(i), "order.placed", ""));
        }
        return events.toString();
    }

    private static String id(int number) {
        return String.format("01980a5e-7c00-7000-8000-%012x", number);
    }

    private List<Event> listed(String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }
}
