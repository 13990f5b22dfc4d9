package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.GithubConnector;
import dev.sallyport.api.v1.GithubSpec;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.TeamMapping;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins by GitHub, as its documentation says that it speaks. */
class GithubTest extends ClusterTest {

    private final FakeGithub github = new FakeGithub();
    private Visitor octocat = new Visitor(cluster);

    @BeforeEach
    void connect() {
        octocat = new Visitor(cluster);
    }

    @AfterEach
    void disconnect() {
        github.close();
    }

    @Test
    void aMemberOfATeamGetsItsRolesInAnySpelling() {
        // Given
        put("ACME", "Team-1", "github secret");

        // When
        UserCredentials credentials = login();

        // Then
        assertThat(credentials.getUser()).isEqualTo("octocat");
        assertThat(credentials.getRolesList()).containsExactly("access");
    }

    @Test
    void teamsOnLaterPagesCountToo() {
        // Given
        github.teams = 150;
        put("acme", "team-150", "github secret");

        // When / Then: more values than fit into a certificate are refused, and the way out is told
        assertThat(Refusal.of(this::login).text()).contains("does not fit into a certificate", "login rule");
    }

    @Test
    void membersOfTheOrganizationAreThoseWhoAcceptedItsInvitation() {
        // Given
        put("acme", "", "github secret");
        UserCredentials member = login();
        put("other", "", "github secret");

        // When
        Refusal invited = Refusal.of(this::login);

        // Then
        assertThat(member.getRolesList()).containsExactly("access");
        assertThat(invited.text()).contains("no line of the connector hub gives octocat a role");
    }

    @Test
    void aCodeThatGithubDoesNotTakeIsRefused() {
        // Given
        put("acme", "", "another secret");

        // When / Then
        assertThat(Refusal.of(this::login).text()).contains("does not take the code: bad_verification_code");
    }

    @Test
    void whatThePersonRefusedThereIsTold() {
        // Given
        put("acme", "", "github secret");
        BeginSsoReply begun = octocat.begin("hub", "");
        Map<String, String> answer = github.browse(begun.getUrl());
        answer.remove("code");
        answer.put("error", "access_denied");
        answer.put("error_description", "The user has denied\u001b[31m your application access.");

        // When
        Refusal refusal = Refusal.of(() -> octocat.finish(begun, answer));

        // Then
        assertThat(refusal.text()).contains("access_denied: The user has denied?[31m");
    }

    private void put(String organization, String team, String secret) {
        Visitor.put(
                cluster,
                Connector.newBuilder()
                        .setGithub(GithubConnector.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("hub"))
                                .setSpec(GithubSpec.newBuilder()
                                        .setClientId("Iv1.abc")
                                        .setClientSecret(secret)
                                        .setEndpointUrl(github.address())
                                        .setApiEndpointUrl(github.address() + "/api")
                                        .addTeamsToRoles(TeamMapping.newBuilder()
                                                .setOrganization(organization)
                                                .setTeam(team)
                                                .addRoles("access"))))
                        .build());
    }

    private UserCredentials login() {
        BeginSsoReply begun = octocat.begin("hub", "");
        return octocat.finish(begun, github.browse(begun.getUrl()));
    }
}
