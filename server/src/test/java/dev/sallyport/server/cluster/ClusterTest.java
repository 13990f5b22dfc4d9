package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.Session;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.server.diagnostics.RoleState;
import dev.sallyport.server.wiring.Daemon;
import dev.sallyport.testing.dist.UnixUser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All roles, one process or three, and the system's OpenSSH client through a knock. */
@Timeout(180)
class ClusterTest {

    private static final long A_FEW_SECONDS = 5;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static UnixUser unix;

    @TempDir
    private Path directory;

    private Cluster cluster;

    @BeforeAll
    static void makeUser() {
        unix = UnixUser.create("sallycluster");
    }

    @AfterAll
    static void removeUser() {
        unix.close();
    }

    @BeforeEach
    void begin() {
        cluster = new Cluster(directory);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void aPersonsSshReachesTheHostThroughOneProcess() throws Exception {
        // Given
        Daemon daemon = cluster.allInOne();
        awaitReady(daemon);

        // When
        Ssh.Ran ran = ssh("ada", "box").run("id -un; echo to-stderr >&2; exit 7");

        // Then
        assertThat(ran).isEqualTo(new Ssh.Ran(7, unix.name() + "\n", "to-stderr\n"));
    }

    @Test
    void aResetUsersCertificatesAreUselessAndTheirSessionEndsInSeconds() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        Ssh ada = ssh("ada", "box");
        Process session = running(ada);
        try (ApiChannel admin = cluster.admin()) {
            // When
            var _ = UserServiceGrpc.newBlockingStub(admin.channel())
                    .resetUser(ResetUserRequest.newBuilder().setName("ada").build());

            // Then
            assertThat(session.waitFor(A_FEW_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(session.exitValue()).isEqualTo(255);
            assertThat(ada.run("true").exit()).isEqualTo(255);
            awaitReason(admin, "session.denied", "this login of ada was revoked");
            awaitReason(admin, "session.cut", "this login of ada was revoked");
        }
    }

    @Test
    void aLockCutsARunningSessionInSecondsAndItsRemovalLetsInAgain() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        Ssh ada = ssh("ada", "box");
        Process session = running(ada);
        try (ApiChannel admin = cluster.admin()) {
            var locks = LockServiceGrpc.newBlockingStub(admin.channel());

            // When
            Lock lock = locks.addLock(AddLockRequest.newBuilder()
                    .setTarget(LockTarget.newBuilder().setUser("ada"))
                    .setMessage("ask security")
                    .build());

            // Then
            assertThat(session.waitFor(A_FEW_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(ada.run("true").exit()).isEqualTo(255);
            awaitReason(admin, "session.denied", "user ada is locked: ask security");
            var _ = locks.removeLock(
                    RemoveLockRequest.newBuilder().setId(lock.getId()).build());
            await().atMost(SOON).until(() -> ada.run("true").exit() == 0);
        }
    }

    private static void awaitReason(ApiChannel admin, String type, String reason) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(AuditServiceGrpc.newBlockingStub(admin.channel())
                                .listEvents(ListEventsRequest.newBuilder()
                                        .setType(type)
                                        .build())
                                .getEventsList())
                        .extracting(event -> event.getFieldsOrDefault("reason", ""))
                        .anyMatch(told -> told.contains(reason)));
    }

    private static Process running(Ssh ssh) throws Exception {
        Process session = ssh.start("echo in; cat");
        assertThat(session.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("in");
        return session;
    }

    @Test
    void whatHappenedIsInTheTrailAndItsRecordingIsStored() throws Exception {
        // Given
        awaitReady(cluster.allInOne());

        // When
        Ssh.Ran ran = ssh("ada", "box").run("echo for the record");

        // Then
        assertThat(ran.exit()).isZero();
        try (ApiChannel admin = cluster.admin()) {
            await().atMost(SOON).untilAsserted(() -> {
                ListSessionsReply sessions = RecordingServiceGrpc.newBlockingStub(admin.channel())
                        .listSessions(ListSessionsRequest.getDefaultInstance());
                assertThat(sessions.getSessionsList()).singleElement().satisfies(session -> {
                    assertThat(session.getUser()).isEqualTo("ada");
                    assertThat(session.getNodeName()).isEqualTo("box");
                    assertThat(session.getCommand()).isEqualTo("echo for the record");
                    assertThat(session.getState()).isEqualTo(Session.State.COMPLETE);
                });
                ListEventsReply events = AuditServiceGrpc.newBlockingStub(admin.channel())
                        .listEvents(ListEventsRequest.getDefaultInstance());
                assertThat(events.getEventsList())
                        .extracting(Event::getType)
                        .contains("user.login", "session.start", "session.end", "session.recording.complete");
            });
        }
    }

    @Test
    void theSameThroughThreeProcessesOfWhichEachMayRestartWithoutItsToken() throws Exception {
        // Given
        awaitReady(cluster.authAlone());
        awaitReady(cluster.proxyAlone());
        awaitReady(cluster.agentAlone("one", "box"));
        Ssh ssh = ssh("ada", "box");
        assertThat(ssh.run("echo hello")).isEqualTo(new Ssh.Ran(0, "hello\n", ""));

        // When the proxy restarts, Then everything comes back
        cluster.stop("proxy");
        awaitReady(cluster.proxyAlone());
        awaitWorks(ssh);

        // When the agent restarts, Then everything comes back
        cluster.stop("one");
        awaitReady(cluster.agentAlone("one", "box"));
        awaitWorks(ssh);

        // When auth is away, Then who was known gets in all the same
        cluster.stop("auth");
        assertThat(ssh.run("echo without auth")).isEqualTo(new Ssh.Ran(0, "without auth\n", ""));

        // When auth is back, Then new people can log in
        awaitReady(cluster.authAlone());
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> Person.loggedIn(cluster, "grace", unix.name()));
    }

    @Test
    void aSessionThatRunsIsNotCutWhenAuthRestarts() throws Exception {
        // Given
        awaitReady(cluster.authAlone());
        awaitReady(cluster.proxyAlone());
        awaitReady(cluster.agentAlone("one", "box"));
        Process session = ssh("ada", "box").start("echo begun; cat");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("begun");

        // When
        cluster.stop("auth");
        awaitReady(cluster.authAlone());

        // Then
        session.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
        session.getOutputStream().close();
        assertThat(out.readLine()).isEqualTo("still here");
        assertThat(session.waitFor()).isZero();
    }

    @Test
    void aDrainLetsASessionEnd() throws Exception {
        // Given
        Daemon daemon = cluster.allInOne();
        awaitReady(daemon);
        Ssh ssh = ssh("ada", "box");
        Process session = ssh.start("echo begun; read line; echo ended $line");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("begun");

        // When
        Thread drain = Thread.ofVirtual().start(() -> {
            try {
                daemon.drain(millis -> new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(SOON).until(daemon::draining);
        Ssh.Ran refused = ssh.run("echo no");
        session.getOutputStream().write("well\n".getBytes(StandardCharsets.UTF_8));
        session.getOutputStream().flush();

        // Then
        assertThat(refused.exit()).isNotZero();
        assertThat(out.readLine()).isEqualTo("ended well");
        assertThat(session.waitFor()).isZero();
        assertThat(drain.join(SOON)).isTrue();
    }

    @Test
    void twoAgentsWithOneNameAreToldApartByTheirIds() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        awaitReady(cluster.agentAlone("two", "box"));
        Person person = Person.loggedIn(cluster, "ada", unix.name());

        // When
        try (KnockRelay relay = new KnockRelay(person, cluster, "box")) {
            await().atMost(SOON).untilAsserted(() -> {
                Ssh.Ran ran = new Ssh(person, relay, unix.name(), "box").run("true");
                assertThat(ran.exit()).isNotZero();
                assertThat(relay.refusals.poll(5, TimeUnit.SECONDS)).startsWith("6 ");
            });
        }
    }

    @Test
    void anAgentWithAWrongPinGivesItsTokenToNobody() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        String token = cluster.token(MachineType.MACHINE_TYPE_NODE).getToken();
        String wrong = "  token: '%s'\n  ca_pins: ['sha256:%s']".formatted(token, "ab".repeat(32));

        // When
        Failure refused = catchThrowableOfType(
                Failure.class, () -> cluster.agentAlone("two", "other", InstantSource.system(), wrong));

        // Then
        assertThat(refused.code()).isEqualTo(FailureCode.INVALID);
        assertThat(refused.text()).contains("pin");
    }

    @Test
    void aTokenIsGoodOnceAndForItsTypeOnly() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        String used = cluster.joining("two", MachineType.MACHINE_TYPE_NODE);
        String other = cluster.joining("three", MachineType.MACHINE_TYPE_PROXY);
        awaitReady(cluster.agentAlone("two", "two", InstantSource.system(), used));

        // When
        Failure twice = catchThrowableOfType(
                Failure.class, () -> cluster.agentAlone("three", "three", InstantSource.system(), used));
        Failure wrongType = catchThrowableOfType(
                Failure.class, () -> cluster.agentAlone("four", "four", InstantSource.system(), other));

        // Then
        assertThat(twice.code()).isEqualTo(FailureCode.UNAUTHENTICATED);
        assertThat(wrongType.code()).isEqualTo(FailureCode.UNAUTHENTICATED);
    }

    @Test
    void anAgentWhoseClockIsOffByAnHourIsToldSo() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        String joining = cluster.joining("two", MachineType.MACHINE_TYPE_NODE);
        InstantSource behind = InstantSource.offset(InstantSource.system(), Duration.ofHours(-1));

        // When
        Failure refused = catchThrowableOfType(Failure.class, () -> cluster.agentAlone("two", "two", behind, joining));

        // Then
        assertThat(refused.text()).contains("clock");
    }

    @Test
    void anAgentWhoseClockIsAnHourAheadStaysOutAndSaysWhy() throws Exception {
        // Given
        awaitReady(cluster.allInOne());
        String joining = cluster.joining("two", MachineType.MACHINE_TYPE_NODE);
        InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

        // When
        Daemon agent = cluster.agentAlone("two", "two", ahead, joining);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(agent.roles()).singleElement().satisfies(role -> {
                    assertThat(role.ready()).isFalse();
                    assertThat(role.reason()).contains("clock is 36", "ahead", "Next: set the clock");
                }));
    }

    private Ssh ssh(String name, String host) throws Exception {
        Person person = Person.loggedIn(cluster, name, unix.name());
        return new Ssh(person, new KnockRelay(person, cluster, host), unix.name(), host);
    }

    private static void awaitWorks(Ssh ssh) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ssh.run("echo hello").out()).isEqualTo("hello\n"));
    }

    private static void awaitReady(Daemon daemon) {
        await().atMost(SOON).untilAsserted(() -> assertThat(daemon.roles()).allMatch(RoleState::ready));
    }
}
