package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AttributeMapping;
import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginTestRequest;
import dev.sallyport.api.v1.ClaimMapping;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.api.v1.SamlConnector;
import dev.sallyport.api.v1.SamlSpec;
import dev.sallyport.api.v1.SsoVerdict;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real identity provider, by OpenID Connect and by SAML. Started once: it takes a minute. */
@Tag("slow")
class KeycloakIT extends ClusterTest {

    private static final Keycloak KEYCLOAK = Keycloak.start(Path.of(System.getProperty("sallyport.keycloak", "")));

    private Visitor visitor = new Visitor(cluster);

    /** Keycloak goes by the machine's clock, and so must a cluster that it speaks to. */
    KeycloakIT() {
        clock.set(Instant.now());
    }

    @BeforeAll
    static void start() {
        KEYCLOAK.awaitReady();
    }

    @AfterAll
    static void stop() {
        KEYCLOAK.close();
    }

    @BeforeEach
    void connect() {
        visitor = new Visitor(cluster);
        Visitor.put(cluster, Connector.newBuilder().setOidc(oidc()).build());
        Visitor.put(cluster, Connector.newBuilder().setSaml(saml()).build());
    }

    @Test
    void aPersonOfKeycloakComesInByOpenIdConnect() {
        // When
        UserCredentials credentials = login("corp", "alice");

        // Then
        assertThat(credentials.getUser()).isEqualTo("alice@example.com");
        assertThat(credentials.getRolesList()).containsExactly("access");
    }

    @Test
    void aPersonOfKeycloakComesInBySamlWithTheMetadataThatItServes() {
        // When
        UserCredentials credentials = login("adfs", "alice");

        // Then
        assertThat(credentials.getUser()).isEqualTo("alice");
        assertThat(credentials.getRolesList()).containsExactly("auditor");
    }

    @Test
    void whoHasNoRoleIsToldSoAndDoesNotComeIn() {
        assertThat(Refusal.of(() -> login("corp", "bob")).text())
                .contains("no line of the connector corp gives bob@example.com a role");
        assertThat(Refusal.of(() -> login("adfs", "bob")).text())
                .contains("no line of the connector adfs gives bob a role");
    }

    @Test
    void aTestShowsWhatBobWouldGetAndWhyNot() {
        // Given
        var admin = ConnectorServiceGrpc.newBlockingStub(cluster.admin());
        BeginSsoReply begun = admin.beginTest(BeginTestRequest.newBuilder()
                .setName("corp")
                .setRedirectUri(Visitor.REDIRECT)
                .build());

        // When
        SsoVerdict verdict = admin.finishTest(FinishSsoRequest.newBuilder()
                .setId(begun.getId())
                .putAllParameters(new KeycloakBrowser().login(begun.getUrl(), "bob", "bob's password"))
                .build());

        // Then
        assertThat(verdict.getAdmitted()).isFalse();
        assertThat(verdict.getUser()).isEqualTo("bob@example.com");
        assertThat(verdict.getClaimsOrThrow("groups").getValuesList()).containsExactly("visitors");
        assertThat(verdict.getWhyList()).anyMatch(why -> why.contains("the claim email names the user"));
    }

    private UserCredentials login(String connector, String user) {
        BeginSsoReply begun = visitor.begin(connector, "");
        var brought = new KeycloakBrowser().login(begun.getUrl(), user, user + "'s password");
        clock.set(Instant.now());
        return visitor.finish(begun, brought);
    }

    private static OidcConnector oidc() {
        return OidcConnector.newBuilder()
                .setMetadata(Metadata.newBuilder().setName("corp"))
                .setSpec(OidcSpec.newBuilder()
                        .setIssuerUrl(KEYCLOAK.realm())
                        .setClientId("sally")
                        .setClientSecret("client secret & more")
                        .addClaimsToRoles(ClaimMapping.newBuilder()
                                .setClaim("groups")
                                .setValue("dev-*")
                                .addRoles("access")))
                .build();
    }

    private static SamlConnector saml() {
        return SamlConnector.newBuilder()
                .setMetadata(Metadata.newBuilder().setName("adfs"))
                .setSpec(SamlSpec.newBuilder()
                        .setEntityDescriptorUrl(KEYCLOAK.realm() + "/protocol/saml/descriptor")
                        .addAttributesToRoles(AttributeMapping.newBuilder()
                                .setName("groups")
                                .setValue("dev-web")
                                .addRoles("auditor")))
                .build();
    }
}
