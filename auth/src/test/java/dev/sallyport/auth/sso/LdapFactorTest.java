package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.DirectoryLoginReply;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.testing.dist.Totp;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second factor after a directory's password. */
class LdapFactorTest extends ClusterTest {

    private final InMemoryDirectoryServer directory = PeopleDirectory.start();
    private Visitor alice = new Visitor(cluster);

    @BeforeEach
    void connect() {
        alice = new Visitor(cluster);
        Visitor.put(cluster, PeopleDirectory.connector("ldap://127.0.0.1:" + directory.getListenPort()));
    }

    @AfterEach
    void disconnect() {
        directory.shutDown(true);
    }

    @Test
    void whoeverHasADeviceIsAskedForIt() {
        // Given
        Totp phone = phone(login());

        // When
        DirectoryLoginReply step = step();
        UserCredentials credentials = finish(step, phone.at(clock.instant()));

        // Then
        assertThat(step.hasCredentials()).isFalse();
        assertThat(step.getChallenge().getOneTimeCode()).isTrue();
        assertThat(step.getChallenge().hasKey()).isFalse();
        assertThat(credentials.getRolesList()).containsExactly("editor");
        assertThat(events("user.login").getFirst().getFieldsMap()).containsEntry("method", "ldap:ad+totp");
    }

    @Test
    void aWrongCodeLetsNobodyInAndFiveLockTheName() {
        // Given
        Totp phone = phone(login());

        // When
        for (int i = 0; i < 5; i++) {
            DirectoryLoginReply step = step();
            assertThat(Refusal.of(() -> finish(step, "000000")).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(Refusal.of(() -> finish(step, phone.at(clock.instant()))).code())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        Refusal locked = Refusal.of(this::step);

        // Then
        assertThat(locked.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(events("user.login.locked")).hasSize(1);
    }

    @Test
    void weeksAwayTakeNobodysDevice() {
        // Given
        Totp phone = phone(login());
        clock.advance(Duration.ofDays(30));
        cluster.look();

        // When
        DirectoryLoginReply step = step();

        // Then
        assertThat(step.hasCredentials()).isFalse();
        assertThat(finish(step, phone.at(clock.instant())).getUser()).isEqualTo("alice");
    }

    @Test
    void whoeverTheDirectoryTookTheRolesFromMeanwhileIsStillTheSamePersonOnly() throws Exception {
        // Given
        Totp phone = phone(login());
        directory.delete(PeopleDirectory.ALICE);
        directory.add(
                "dn: " + PeopleDirectory.ALICE,
                "objectClass: inetOrgPerson",
                "uid: alice",
                "cn: alice",
                "sn: another",
                "userPassword: alice's password");

        // When
        Refusal refusal = Refusal.of(this::step);

        // Then
        assertThat(refusal.text()).contains("another person of this provider");
        assertThat(phone.at(clock.instant())).hasSize(6);
    }

    @Test
    void whoeverHasNoneIsToldToAddOneWhereTheirRolesWantOne() {
        // Given
        UserCredentials without = login();
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("careful"))
                                .setSpec(RoleSpec.newBuilder()
                                        .setOptions(RoleOptions.newBuilder().setRequireSessionMfa(true))))
                        .build());
        Visitor.put(
                cluster,
                PeopleDirectory.connector(spec -> spec.addUrls("ldap://127.0.0.1:" + directory.getListenPort())
                        .setGroupsToRoles(
                                0, spec.getGroupsToRoles(0).toBuilder().addRoles("careful"))));

        // When
        UserCredentials told = login();
        var _ = phone(told);
        UserCredentials with = finish(step(), lastPhone.at(clock.instant()));

        // Then
        assertThat(without.getAddSecondFactor()).isFalse();
        assertThat(told.getAddSecondFactor()).isTrue();
        assertThat(with.getAddSecondFactor()).isFalse();
    }

    private Totp lastPhone = new Totp(new byte[20]);

    private UserCredentials login() {
        return alice.directory("ad", "alice", "alice's password");
    }

    private DirectoryLoginReply step() {
        return alice.directoryStep("ad", "alice", "alice's password");
    }

    private UserCredentials finish(DirectoryLoginReply step, String code) {
        return LoginServiceGrpc.newBlockingStub(cluster.nobody())
                .finishLogin(FinishLoginRequest.newBuilder()
                        .setId(step.getChallenge().getId())
                        .setAnswer(FactorAnswer.newBuilder().setCode(code))
                        .build())
                .getCredentials();
    }

    /** An authenticator app of whoever got these; its next code is another. */
    private Totp phone(UserCredentials credentials) {
        var factors = FactorServiceGrpc.newBlockingStub(alice.channel(credentials));
        var offer = factors.startDevice(
                StartDeviceRequest.newBuilder().setKind("totp").setName("phone").build());
        Totp phone = Totp.ofBase32(offer.getOtpUri().replaceFirst(".*[?&]secret=([A-Z2-7]+).*", "$1"));
        var _ = factors.finishDevice(FinishDeviceRequest.newBuilder()
                .setId(offer.getId())
                .setCode(phone.at(clock.instant()))
                .build());
        clock.advance(Duration.ofSeconds(30));
        lastPhone = phone;
        return phone;
    }

    private List<Event> events(String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }
}
