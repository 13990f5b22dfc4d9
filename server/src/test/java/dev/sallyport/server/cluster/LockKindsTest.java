package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LockedToken;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.server.diagnostics.RoleState;
import dev.sallyport.server.wiring.Daemon;
import dev.sallyport.testing.dist.UnixUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of lock, from an administrator's call by auth, proxy and agent to the end of a session of the system's OpenSSH. */
@Timeout(180)
class LockKindsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long WITHIN_MILLIS = 1_000;
    /** A machine that runs other tests besides may be busy for a moment. */
    private static final int ATTEMPTS = 3;

    private static final String COMMAND = "echo in; cat";

    @TempDir
    private static Path directory;

    private static UnixUser unix;
    private static Cluster cluster;
    private static ApiChannel admin;
    private static Ssh ada;

    @BeforeAll
    static void start() throws Exception {
        unix = UnixUser.create("sallylocks");
        cluster = new Cluster(directory);
        Daemon daemon = cluster.allInOne();
        await().atMost(SOON).untilAsserted(() -> assertThat(daemon.roles()).allMatch(RoleState::ready));
        admin = cluster.admin();
        Person person = Person.loggedIn(cluster, "ada", unix.name());
        ada = new Ssh(person, new KnockRelay(person, cluster, "box"), unix.name(), "box");
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
        unix.close();
    }

    @Test
    void aLockOnTheUser() throws Exception {
        endsWithinASecond(_ -> LockTarget.newBuilder().setUser("ada"));
    }

    @Test
    void aLockOnARoleOfTheUser() throws Exception {
        endsWithinASecond(_ -> LockTarget.newBuilder().setRole("access"));
    }

    @Test
    void aLockOnTheLogin() throws Exception {
        endsWithinASecond(_ -> LockTarget.newBuilder().setLogin(unix.name()));
    }

    @Test
    void aLockOnTheNode() throws Exception {
        endsWithinASecond(_ -> LockTarget.newBuilder().setNode("box"));
    }

    @Test
    void aLockOnTheAgent() throws Exception {
        endsWithinASecond(session -> LockTarget.newBuilder().setAgent(session.getFieldsOrThrow("node")));
    }

    @Test
    void aLockOnTheTokenThatTheAgentJoinedWith() throws Exception {
        String token = list("node.join").getEvents(0).getFieldsOrThrow("token");
        endsWithinASecond(
                _ -> LockTarget.newBuilder().setToken(LockedToken.newBuilder().setId(token)));
    }

    @Test
    void aLockOnTheSession() throws Exception {
        endsWithinASecond(session -> LockTarget.newBuilder().setSession(session.getFieldsOrThrow("session")));
    }

    private static void endsWithinASecond(Function<Event, LockTarget.Builder> target) throws Exception {
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && best > WITHIN_MILLIS; attempt++) {
            best = Math.min(best, millis(target));
        }
        assertThat(best).isLessThanOrEqualTo(WITHIN_MILLIS);
    }

    private static long millis(Function<Event, LockTarget.Builder> target) throws Exception {
        // Given
        long before = begun();
        Process session = running();
        await().atMost(SOON).until(() -> begun() > before);
        var locks = LockServiceGrpc.newBlockingStub(admin.channel());
        LockTarget wanted = target.apply(latest()).build();

        // When
        long begin = System.nanoTime();
        Lock lock = locks.addLock(AddLockRequest.newBuilder().setTarget(wanted).build());
        boolean ended = session.waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

        // Then
        assertThat(ended).isTrue();
        assertThat(session.exitValue()).isEqualTo(255);
        var _ = locks.removeLock(
                RemoveLockRequest.newBuilder().setId(lock.getId()).build());
        return took;
    }

    /** As soon as the lock of the test before is forgotten everywhere. */
    private static Process running() throws Exception {
        await().atMost(SOON).until(() -> ada.run("true").exit() == 0);
        Process session = ada.start(COMMAND);
        assertThat(firstLine(session)).isEqualTo("in");
        return session;
    }

    private static String firstLine(Process process) throws IOException {
        return String.valueOf(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    private static Stream<Event> sessions() {
        return list("session.start").getEventsList().stream()
                .filter(event -> event.getFieldsOrDefault("command", "").equals(COMMAND));
    }

    private static long begun() {
        return sessions().count();
    }

    /** The list is newest first. */
    private static Event latest() {
        return sessions().findFirst().orElseThrow();
    }

    private static ListEventsReply list(String type) {
        return AuditServiceGrpc.newBlockingStub(admin.channel())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build());
    }
}
