package dev.sallyport.auth.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sallyport.api.v1.ClaimMapping;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutConnectorRequest;
import dev.sallyport.api.v1.RenewScimTokenRequest;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that keeps its users and groups, over HTTP on auth's port. */
class ScimTest extends ClusterTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private final HttpClient http = client();
    private String token = "";

    @BeforeEach
    void connect() {
        put("corp");
        token = renew("corp");
    }

    @AfterEach
    void disconnect() {
        http.shutdownNow();
    }

    @Test
    void aUserIsMadeFoundChangedAndRemoved() {
        // When
        JsonNode made = created("Alice");
        JsonNode found = get("Users?filter=userName%20eq%20%22ALICE%22");
        int patched = call("PATCH", "Users/" + id(made), patch("replace", "active", "false"))
                .statusCode();
        boolean active = user("alice").orElseThrow().getActive();
        int removed = call("DELETE", "Users/" + id(made), "").statusCode();

        // Then
        assertThat(made.path("userName").asText()).isEqualTo("Alice");
        assertThat(made.path("meta").path("resourceType").asText()).isEqualTo("User");
        assertThat(found.path("totalResults").asInt()).isEqualTo(1);
        assertThat(found.path("Resources").path(0).path("id").asText()).isEqualTo(id(made));
        assertThat(patched).isEqualTo(200);
        assertThat(active).isFalse();
        assertThat(removed).isEqualTo(204);
        assertThat(user("alice")).isEmpty();
    }

    @Test
    void groupsGiveRolesAndLosingOneRevokesCertificates() {
        // Given
        String alice = id(created("alice"));
        cluster.person("root", "editor");
        JsonNode group = body(
                call("POST", "Groups", "{\"displayName\":\"admins\",\"members\":[{\"value\":\"" + alice + "\"}]}"));
        List<String> with = user("alice").orElseThrow().getRolesList();

        // When
        int patched = call(
                        "PATCH",
                        "Groups/" + id(group),
                        "{\"Operations\":[{\"op\":\"Remove\",\"path\":\"members[value eq \\\"" + alice + "\\\"]\"}]}")
                .statusCode();

        // Then
        assertThat(with).containsExactly("editor");
        assertThat(patched).isEqualTo(200);
        assertThat(user("alice").orElseThrow().getRolesList()).isEmpty();
        assertThat(revoked("alice")).isTrue();
        assertThat(get("Groups/" + id(group)).path("members")).isEmpty();
    }

    @Test
    void theLastAdministratorIsNeitherRemovedNorDeactivatedNorLosesTheRole() {
        // Given
        String alice = id(created("alice"));
        String group = id(body(
                call("POST", "Groups", "{\"displayName\":\"admins\",\"members\":[{\"value\":\"" + alice + "\"}]}")));

        // When
        List<HttpResponse<String>> tries = List.of(
                call("DELETE", "Users/" + alice, ""),
                call("PATCH", "Users/" + alice, patch("Replace", "active", "\"False\"")),
                call("DELETE", "Groups/" + group, ""),
                call(
                        "PUT",
                        "Groups/" + group,
                        "{\"displayName\":\"others\",\"members\":[{\"value\":\"" + alice + "\"}]}"));

        // Then
        assertThat(tries).allSatisfy(reply -> {
            assertThat(reply.statusCode()).isEqualTo(409);
            assertThat(reply.body()).contains("last user who can administer");
        });
        assertThat(user("alice").orElseThrow().getRolesList()).containsExactly("editor");

        // When: there is another
        cluster.person("root", "editor");

        // Then
        assertThat(call("DELETE", "Users/" + alice, "").statusCode()).isEqualTo(204);
    }

    @Test
    void aLocalUserAndAnotherConnectorsAreOutOfReach() {
        // Given
        cluster.person("bob", "access");
        put("other");
        String alice = id(created("alice"));

        // When
        HttpResponse<String> local = call("POST", "Users", "{\"userName\":\"BOB\"}");
        token = renew("other");
        HttpResponse<String> wrongPlace = call("GET", "Users/" + alice, "");
        HttpResponse<String> elsewhere = send("GET", "/scim/v2/other/Users/" + alice, "");

        // Then
        assertThat(local.statusCode()).isEqualTo(409);
        assertThat(wrongPlace.statusCode()).isEqualTo(401);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
    }

    @Test
    void onlyTheNewestTokenOpens() {
        // Given
        String old = token;
        String now = renew("corp");

        // When / Then
        for (String wrong : List.of("", old, "x".repeat(1000), now.substring(1))) {
            token = wrong;
            assertThat(call("GET", "Users", "").statusCode()).isEqualTo(401);
        }
        token = now;
        assertThat(call("GET", "Users", "").statusCode()).isEqualTo(200);
        assertThat(call("GET", "ServiceProviderConfig", "").statusCode()).isEqualTo(200);
    }

    @Test
    void garbageIsRefusedAndChangesNothing() {
        // Given
        String alice = id(created("alice"));

        // When / Then
        for (String garbage : List.of(
                "", "[]", "{\"userName\":\"a\",\"userName\":\"b\"}", "{\"userName\":\"../x\"}", "[".repeat(10_000))) {
            assertThat(call("POST", "Users", garbage).statusCode()).as(garbage).isEqualTo(400);
        }
        assertThat(call("PUT", "Users/" + alice, "{\"userName\":\"mallory\"}").body())
                .contains("userName never changes");
        assertThat(call("GET", "Users?filter=userName%20sw%20%22a%22", "").statusCode())
                .isEqualTo(400);
        assertThat(call("POST", "Groups", "{\"displayName\":\"g\",\"members\":[{\"value\":\"nobody\"}]}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("PATCH", "Users/" + alice, "{\"Operations\":[{\"op\":\"test\"}]}")
                        .statusCode())
                .isEqualTo(400);
    }

    private boolean revoked(String user) {
        return store.range("locks/", "", 10).stream()
                .anyMatch(lock -> lock.key().contains(user));
    }

    private JsonNode created(String name) {
        HttpResponse<String> reply = call(
                "POST",
                "Users",
                "{\"schemas\":[\"" + USER + "\"],\"userName\":\"" + name
                        + "\",\"emails\":[{\"value\":\"a@example.com\"}],\"active\":true}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return body(reply);
    }

    private JsonNode get(String path) {
        HttpResponse<String> reply = call("GET", path, "");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return body(reply);
    }

    private HttpResponse<String> call(String method, String path, String body) {
        return send(method, "/scim/v2/corp/" + path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        URI uri = URI.create("https://127.0.0.1:" + cluster.role.address().getPort() + path);
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + token)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<User> user(String name) {
        return UserServiceGrpc.newBlockingStub(cluster.admin())
                .listUsers(Page.getDefaultInstance())
                .getUsersList()
                .stream()
                .filter(user -> user.getName().equals(name))
                .findFirst();
    }

    private String renew(String connector) {
        return ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .renewScimToken(RenewScimTokenRequest.newBuilder()
                        .setConnector(connector)
                        .build())
                .getToken();
    }

    private void put(String name) {
        ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .putConnector(PutConnectorRequest.newBuilder()
                        .setConnector(Connector.newBuilder()
                                .setOidc(OidcConnector.newBuilder()
                                        .setMetadata(Metadata.newBuilder().setName(name))
                                        .setSpec(OidcSpec.newBuilder()
                                                .setIssuerUrl("https://id.example.com")
                                                .setClientId("sally")
                                                .addClaimsToRoles(ClaimMapping.newBuilder()
                                                        .setClaim("groups")
                                                        .setValue("admins")
                                                        .addRoles("editor")))))
                        .build());
    }

    private static String patch(String op, String path, String value) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"" + op
                + "\",\"path\":\"" + path + "\",\"value\":" + value + "}]}";
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asText();
    }

    private static JsonNode body(HttpResponse<String> reply) {
        try {
            return new JsonMapper().readTree(reply.body());
        } catch (IOException e) {
            throw new IllegalStateException(reply.body(), e);
        }
    }

    /** The port's certificate is checked by the tests of the port. */
    private static HttpClient client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
