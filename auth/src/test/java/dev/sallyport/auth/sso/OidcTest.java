package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginSsoRequest;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.testing.sso.FakeProvider;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins by an OpenID provider with real keys and tokens, over auth's port. */
class OidcTest extends ClusterTest {

    private FakeProvider provider = provider();
    private Visitor alice = new Visitor(cluster);

    @BeforeEach
    void connect() {
        provider.close();
        provider = provider();
        alice = new Visitor(cluster);
        Visitor.put(cluster, connector(Visitor.oidc(provider.issuer())));
    }

    @AfterEach
    void disconnect() {
        provider.close();
    }

    @Test
    void aPersonOfTheProviderGetsTheRolesOfTheMappingAndWhatTheyOpen() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");

        // When
        UserCredentials credentials = alice.finish(begun, provider.browse(begun.getUrl()));

        // Then
        assertThat(credentials.getUser()).isEqualTo("alice");
        assertThat(credentials.getRolesList()).containsExactlyInAnyOrder("editor", "access");
        assertThat(credentials.getLoginsList()).containsExactly("alice", "ubuntu");
        assertThat(NodeServiceGrpc.newBlockingStub(alice.channel(credentials))
                        .listNodes(ListNodesRequest.getDefaultInstance())
                        .getNodesList())
                .isEmpty();
        assertThat(events("user.login").getFirst().getFieldsMap())
                .containsEntry("user", "alice")
                .containsEntry("method", "oidc:corp");
    }

    @Test
    void theVerifierAndTheSecretGoToTheTokenEndpointAndNowhereElse() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        Map<String, String> question =
                FakeProvider.form(begun.getUrl().substring(begun.getUrl().indexOf('?') + 1));

        // When
        alice.finish(begun, provider.browse(begun.getUrl()));

        // Then
        Map<String, String> request = provider.tokenRequests.getFirst();
        assertThat(question).containsEntry("code_challenge_method", "S256").doesNotContainKey("code_verifier");
        assertThat(request.get("code_verifier")).hasSize(43).isNotEqualTo(question.get("code_challenge"));
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(request.getOrDefault("authorization", "")
                                        .replace("Basic ", "")),
                        StandardCharsets.UTF_8))
                .isEqualTo("sally:s3cret%20%26%20more");
        assertThat(begun.getUrl()).doesNotContain("s3cret");
    }

    @Test
    void aTokenThatIsNotSignedIsRefused() {
        provider.token = token -> new PlainJWT(claims(token)).serialize();
        assertRefused("Not a JWS header");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASharedSecretIsRefused() {
        provider.token = token -> {
            try {
                SignedJWT forged = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(token));
                forged.sign(new MACSigner(FakeProvider.KEY.toPublicJWK().toJSONString()));
                return forged.serialize();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        };
        assertRefused("signed by 'HS256'");
    }

    @Test
    void aTokenSignedByAnotherKeyOfTheSameNameIsRefused() {
        provider.token = token -> FakeProvider.signed(FakeProvider.key("one"), claims(token));
        assertRefused("no key of the provider");
    }

    @Test
    void aTokenForAnotherClientIsRefused() {
        provider.claims = claims -> claims.audience("other");
        assertRefused("expected sally");
    }

    @Test
    void aTokenForSeveralOfWhichAnotherAskedIsRefused() {
        provider.claims = claims -> claims.audience(List.of("sally", "other")).claim("azp", "other");
        assertRefused("party other");
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        provider.claims = claims -> claims.issuer("https://evil.example.com");
        assertRefused("iss is 'https://evil.example.com'");
    }

    @Test
    void aTokenOfAnotherLoginIsRefused() {
        provider.claims = claims -> claims.claim("nonce", "of an earlier login");
        assertRefused("nonce");
    }

    @Test
    void aTokenThatIsOverIsRefused() {
        provider.claims =
                claims -> claims.expirationTime(Date.from(clock.instant().minus(Duration.ofMinutes(2))));
        assertRefused("not good now");
    }

    @Test
    void aTokenThatCameWithAnotherAccessTokenIsRefused() {
        provider.claims = claims -> claims.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA");
        assertRefused("access token");
    }

    @Test
    void userinfoAboutSomebodyElseIsRefused() {
        provider.userinfo.put("sub", "mallory");
        assertRefused("somebody else");
    }

    @Test
    void anAnswerCountsOnce() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        Map<String, String> answer = provider.browse(begun.getUrl());
        alice.finish(begun, answer);

        // When
        Refusal again = Refusal.of(() -> alice.finish(begun, answer));

        // Then
        assertThat(again.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(again.text()).contains("not under way");
    }

    @Test
    void anAnswerToAnotherLoginIsRefused() {
        // Given: somebody hands over an answer that they began themselves
        BeginSsoReply mallorys = new Visitor(cluster).begin("corp", "");
        BeginSsoReply alices = alice.begin("corp", "");

        // When
        Refusal refusal = Refusal.of(() -> alice.finish(alices, provider.browse(mallorys.getUrl())));

        // Then
        assertThat(refusal.text()).contains("belongs to another login");
        assertThat(provider.tokenRequests).isEmpty();
    }

    @Test
    void anAnswerInTheNameOfAnotherIssuerIsRefusedBeforeTheCodeIsShown() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        Map<String, String> answer = new TreeMap<>(provider.browse(begun.getUrl()));
        answer.put("iss", "https://evil.example.com");

        // When
        Refusal mixedUp = Refusal.of(() -> alice.finish(begun, answer));
        Refusal without = Refusal.of(() -> {
            BeginSsoReply next = alice.begin("corp", "");
            Map<String, String> brought = provider.browse(next.getUrl());
            brought.remove("iss");
            alice.finish(next, brought);
        });

        // Then
        assertThat(mixedUp.text()).contains("issuer 'https://evil.example.com'");
        assertThat(without.text()).contains("issuer ''");
        assertThat(provider.tokenRequests).isEmpty();
    }

    @Test
    void aLoginThatTookLongerThanFiveMinutesIsOver() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        Map<String, String> answer = provider.browse(begun.getUrl());

        // When
        clock.advance(Duration.ofMinutes(5));
        Refusal refusal = Refusal.of(() -> alice.finish(begun, answer));

        // Then
        assertThat(refusal.text()).contains("not under way");
    }

    @Test
    void aLocalUserIsNeverShadowed() {
        // Given
        cluster.person("alice", "access");

        // When / Then
        assertRefused("there is a local user alice");
        assertThat(events("user.login.failed").getFirst().getFieldsMap().get("reason"))
                .contains("local user");
    }

    @Test
    void anotherPersonOfTheSameNameIsNotTheSame() {
        // Given
        login("");
        provider.claims = claims -> claims.subject("another");

        // When / Then
        assertRefused("another person");
    }

    @Test
    void stepUpIsAskedForAndRequired() {
        // When
        UserCredentials usual = login("");
        UserCredentials gold = login("gold");
        provider.claims = claims -> claims.claim("acr", "basic");
        Refusal refusal = Refusal.of(() -> login("gold"));

        // Then
        assertThat(usual.getRolesList()).doesNotContain("auditor");
        assertThat(gold.getRolesList()).contains("auditor");
        assertThat(refusal.text()).contains("acr 'basic'", "required is gold");
    }

    @Test
    void whoHasNoRoleDoesNotComeIn() {
        provider.claims = claims -> claims.claim("groups", List.of("visitors"));
        assertRefused("no line of the connector corp gives alice a role");
    }

    @Test
    void rolesAreThoseOfTheLastLoginAndALostOneCountsNoMore() {
        // Given
        UserCredentials before = login("");
        provider.claims = claims -> claims.claim("groups", List.of("dev-web"));

        // When
        UserCredentials after = login("");

        // Then
        assertThat(after.getRolesList()).containsExactly("access");
        Refusal refusal = Refusal.of(
                () -> UserServiceGrpc.newBlockingStub(alice.channel(before)).listUsers(Page.getDefaultInstance()));
        assertThat(refusal.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theUserIsSweptAWeekAfterTheLastCertificates() {
        // Given
        login("");

        // When
        clock.advance(Duration.ofDays(7));
        cluster.look();
        boolean before = users().contains("alice");
        clock.advance(Duration.ofHours(14));
        cluster.look();

        // Then
        assertThat(before).isTrue();
        assertThat(users()).doesNotContain("alice");
    }

    @Test
    void aUserOfAProviderHasNoPasswordToReset() {
        // Given
        login("");

        // When
        Refusal refusal = Refusal.of(() -> UserServiceGrpc.newBlockingStub(cluster.admin())
                .resetUser(ResetUserRequest.newBuilder().setName("alice").build()));

        // Then
        assertThat(refusal.text()).contains("comes by the connector corp");
    }

    @Test
    void answersGoToTheLoopbackInterfaceOnly() {
        for (String elsewhere : List.of(
                "https://evil.example.com/callback/corp",
                "http://127.0.0.1:1234@evil.example.com/callback/corp",
                "http://127.0.0.1:1234/callback/other",
                "http://127.0.0.1/callback/corp",
                "http://127.0.0.1:12/evil/callback/corp")) {
            // When
            Refusal refusal = Refusal.of(() -> SsoServiceGrpc.newBlockingStub(cluster.nobody())
                    .beginSso(BeginSsoRequest.newBuilder()
                            .setConnector("corp")
                            .setRedirectUri(elsewhere)
                            .setWish(alice.wish())
                            .build()));

            // Then
            assertThat(refusal.text()).contains("expected http://127.0.0.1:PORT/callback/corp");
        }
    }

    @Test
    void secretsAreHiddenAndGoNowhereElse() {
        // Given
        Connector stored = ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .listConnectors(Page.getDefaultInstance())
                .getConnectors(0);
        Connector.Builder elsewhere = stored.toBuilder();
        elsewhere.getOidcBuilder().getSpecBuilder().setIssuerUrl("https://evil.example.com");
        elsewhere.getOidcBuilder().getMetadataBuilder().setRevision(0);

        // When
        Connector again = Visitor.put(cluster, stored);
        Refusal refusal = Refusal.of(() -> Visitor.put(cluster, elsewhere.build()));

        // Then
        assertThat(again.getOidc().getSpec().getClientSecret()).isEqualTo("***");
        assertThat(refusal.text()).contains("write it out");
        assertThat(login("").getUser()).isEqualTo("alice");
    }

    @Test
    void aConnectorThatChangedMeanwhileVouchesForNobody() {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        OidcConnector.Builder changed = Visitor.oidc(provider.issuer());
        changed.getSpecBuilder().setDisplay("Corp");
        Visitor.put(cluster, connector(changed));

        // When
        Refusal refusal = Refusal.of(() -> alice.finish(begun, provider.browse(begun.getUrl())));

        // Then
        assertThat(refusal.text()).contains("changed while you were away");
    }

    @Test
    void aRoleThatAConnectorNamesIsNotRemoved() {
        // When
        Refusal refusal = Refusal.of(() -> RoleServiceGrpc.newBlockingStub(cluster.admin())
                .removeRole(RemoveRoleRequest.newBuilder().setName("auditor").build()));

        // Then
        assertThat(refusal.text()).contains("the connector corp");
    }

    @Test
    void aConnectorIsCheckedWhenItIsWrittenAllOfItAtOnce() {
        // Given
        OidcConnector.Builder wrong = Visitor.oidc("http://id.example.com");
        wrong.getSpecBuilder().clearClientId().getClaimsToRolesBuilder(0).setValue("^(");

        // When
        Refusal refusal = Refusal.of(() -> Visitor.put(cluster, connector(wrong)));

        // Then
        assertThat(refusal.text()).contains("spec.issuer_url", "https://HOST", "spec.client_id: missing");
    }

    @Test
    void theProviderAnswersGarbage() {
        provider.metadata = _ -> "<html>";
        assertUnavailable("no JSON object");
        provider.metadata = said -> said.replace("/keys", "/keys\",\"issuer\":\"x");
        assertUnavailable("no JSON object");
        provider.metadata = said -> said.replace(provider.issuer() + "\"", "https://other.example.com\"");
        assertUnavailable("calls itself");
        provider.metadata = said -> said + " ".repeat(2 << 20);
        assertUnavailable("cannot be spoken to");
    }

    @Test
    void theProviderIsDown() {
        provider.close();
        assertUnavailable("cannot be spoken to");
    }

    private void assertUnavailable(String text) {
        Refusal refusal = Refusal.of(() -> alice.begin("corp", ""));
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.text()).contains("the identity provider corp").contains(text);
    }

    private void assertRefused(String text) {
        // When
        Refusal refusal = Refusal.of(() -> login(""));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal.text()).contains("single sign-on refused").contains(text);
    }

    private UserCredentials login(String acr) {
        BeginSsoReply begun = alice.begin("corp", acr);
        return alice.finish(begun, provider.browse(begun.getUrl()));
    }

    private List<String> users() {
        return UserServiceGrpc.newBlockingStub(cluster.admin())
                .listUsers(Page.getDefaultInstance())
                .getUsersList()
                .stream()
                .map(user -> user.getName())
                .toList();
    }

    private List<Event> events(String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }

    private FakeProvider provider() {
        return new FakeProvider(
                () -> clock.instant(),
                Map.of(
                        "sub",
                        "subject-1",
                        "preferred_username",
                        "Alice",
                        "groups",
                        List.of("admins", "dev-web"),
                        "logins",
                        List.of("alice", "ubuntu")));
    }

    private static Connector connector(OidcConnector.Builder oidc) {
        return Connector.newBuilder().setOidc(oidc).build();
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
