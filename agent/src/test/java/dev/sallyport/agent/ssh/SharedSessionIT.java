package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.PresenceStatement;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import dev.sallyport.model.role.SharedSessions.OnLeave;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Words;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several people in one session, with OpenSSH's client on each side. */
class SharedSessionIT {

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start();
        host.others(
                joining("watch", EnumSet.allOf(SessionMode.class)), joining("look", EnumSet.of(SessionMode.OBSERVER)));
        person("bob", "watch");
        person("eve", "look");
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void whoJoinsSeesTheScreenAsItIsAndWhatFollowsAndOnlyAPeerTypes() throws Exception {
        // Given
        try (LiveSsh alice = owner("")) {
            alice.type("echo be''fore\n").sees("before");

            // When
            try (LiveSsh bob = join("bob", "peer");
                    LiveSsh eve = join("eve", "observer")) {
                bob.sees("before").sees("you are here as peer");
                eve.sees("before").sees("you are here as observer").sees("Here: alice");
                alice.sees("bob (peer) joined").sees("eve (observer) joined");
                eve.type("echo of''eve\n").sees("as observer you cannot type here");
                bob.type("echo of''bob\n");

                // Then
                alice.sees("ofbob");
                eve.sees("ofbob").type("q");
                assertThat(eve.end()).isZero();
                alice.sees("eve (observer) left").type("exit\n");
                assertThat(alice.end()).isZero();
                assertThat(bob.sees("the session has ended").end()).isZero();
                assertThat(alice.shown()).doesNotContain("ofeve");
            }
        }
        assertThat(host.journal().of(SessionEvent.Joined.class))
                .extracting(joined -> joined.head().subject().user() + " " + joined.mode() + " " + joined.owner())
                .containsExactlyInAnyOrder("bob peer alice", "eve observer alice");
        TestHost.eventually(() -> host.journal().of(SessionEvent.Left.class).size() == 2);
    }

    @Test
    void nobodyComesInWithoutARoleThatSaysSo() throws Exception {
        // Given
        try (LiveSsh alice = owner("")) {
            alice.sees("$");
            Path forced = person("forced", "watch", Optional.of("id"));

            // When
            String typing = refused("eve", "peer", session());
            String moderating = refused("eve", "moderator", session());
            String elsewhere = refused("bob", "observer", "00000000-0000-0000-0000-000000000000");
            String senseless = refused("bob", "owner", session());
            String ownOnes = refused("id", "moderator", session());
            String bound = refused(forced.getFileName().toString(), "observer", session());
            host.lock(new Lock("1", new Lock.Target.Session(session()), Instant.now(), Optional.empty(), "stop"));

            // Then
            assertThat(typing).contains("no role of yours lets you join this session as peer");
            assertThat(moderating).contains("no role of yours");
            assertThat(elsewhere).contains("no such session runs here");
            assertThat(senseless).contains("no such session runs here");
            assertThat(ownOnes).contains("no role of yours");
            assertThat(bound).contains("for one command");
            assertThat(alice.sees("stop").end()).isNotZero();
            assertThat(host.journal().of(SessionEvent.Denied.class))
                    .extracting(SessionEvent.Denied::action)
                    .containsOnly("join");
            assertThat(host.journal().of(SessionEvent.Joined.class)).isEmpty();
        }
    }

    @Test
    void whoeverJoinsRunsNothingAndForwardsNothing() throws Exception {
        // Given
        try (LiveSsh alice = owner("")) {
            alice.sees("$");

            // When
            Ssh.Ran command =
                    joining("bob", "peer", session(), List.of("-T"), "id").join();
            Ssh.Ran files =
                    joining("bob", "peer", session(), List.of("-s"), "sftp").join();
            Ssh.Ran forward = joining("bob", "peer", session(), List.of("-W", "127.0.0.1:1"))
                    .join();

            // Then
            assertThat(command.code()).isNotZero();
            assertThat(command.out()).isEmpty();
            assertThat(files.code()).isNotZero();
            assertThat(forward.err()).contains("administratively prohibited");
        }
    }

    @Test
    void aSessionThatWantsAModeratorBeginsWithOnePausesWithoutAndGoesOnWithOne() throws Exception {
        // Given
        moderated(OnLeave.PAUSE, Optional.empty());
        try (LiveSsh alice = owner("echo begun; exec sh")) {
            alice.sees("this session waits for 1 moderator");
            try (LiveSsh eve = join("eve", "observer")) {
                eve.sees("you are here as observer");
                assertThat(alice.shown()).doesNotContain("begun");

                // When
                try (LiveSsh bob = join("bob", "moderator")) {
                    alice.sees("everybody who must be here is").sees("begun");
                    bob.sees("begun").type("q");
                    assertThat(bob.end()).isZero();
                }
                alice.sees("paused, until there is 1 moderator").type("echo sec''ret\n");
                eve.sees("paused");
                try (LiveSsh bob = join("bob", "moderator")) {
                    bob.sees("the session goes on");
                    alice.type("echo af''ter\n").sees("after");
                }
            }

            // Then
            assertThat(alice.shown()).doesNotContain("secret");
            assertThat(host.journal().of(SessionEvent.Paused.class)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(host.journal().of(SessionEvent.Resumed.class)).hasSize(2);
        }
    }

    @Test
    void aModeratorEndsTheSessionAndOneThatMayNotGoOnAloneEndsWithHim() throws Exception {
        // Given
        moderated(OnLeave.TERMINATE, Optional.empty());

        // When
        try (LiveSsh alice = owner("exec cat");
                LiveSsh bob = join("bob", "moderator")) {
            alice.sees("goes on");
            bob.sees("goes on").type("t").sees("press t again").type("t");

            // Then
            assertThat(alice.sees("bob (moderator) ended this session").end()).isNotZero();
            bob.sees("ended this session").end();
        }
        try (LiveSsh alice = owner("exec cat");
                LiveSsh bob = join("bob", "moderator")) {
            alice.sees("goes on");
            bob.sees("goes on").close();
            assertThat(alice.sees("may not go on without 1 moderator").end()).isNotZero();
        }
        assertThat(host.journal().of(SessionEvent.Terminated.class))
                .extracting(ended -> ended.head().subject().user())
                .containsExactly("bob", "alice");
    }

    @Test
    void aSessionThatIsToBeWatchedIsATerminalAndNothingElse() throws Exception {
        // Given
        moderated(OnLeave.PAUSE, Optional.empty());

        // When
        Ssh.Ran command = host.run("id");
        Ssh.Ran forward = host.ssh(List.of("-W", "127.0.0.1:1")).join();
        int gaveUp;
        try (LiveSsh alice = owner("")) {
            alice.sees("this session waits").type("\u0003");
            gaveUp = alice.sees("you gave up waiting").end();
        }

        // Then
        assertThat(command.err()).contains("your roles want somebody to watch");
        assertThat(forward.err()).contains("administratively prohibited");
        assertThat(gaveUp).isNotZero();
        TestHost.eventually(() -> host.journal().of(SessionEvent.Ended.class).size() == 1);
    }

    @Test
    void aModeratorCountsForAsLongAsHisProofOfBeingThere() throws Exception {
        // Given
        moderated(OnLeave.PAUSE, Optional.of(Duration.ofMinutes(1)));
        try (LiveSsh alice = owner("echo begun; exec sh")) {
            alice.sees("this session waits");

            // When
            int without;
            try (LiveSsh bob = join("bob", "moderator")) {
                without = bob.sees("prove that they are there").end();
            }
            String ofAnother = proof("eve", Instant.now());
            int stolen;
            try (LiveSsh bob = join("bob", "moderator", ofAnother)) {
                stolen = bob.end();
            }
            String old = proof("bob", Instant.now().minusSeconds(180));
            int late;
            try (LiveSsh bob = join("bob", "moderator", old)) {
                late = bob.end();
            }

            // Then
            assertThat(List.of(without, stolen, late)).containsOnly(PresenceSeal.WANTED);
            assertThat(alice.shown()).doesNotContain("begun");
            try (LiveSsh bob =
                    join("bob", "moderator", proof("bob", Instant.now().minusSeconds(57)))) {
                alice.sees("begun");
                bob.sees("prove that you are there");
                alice.sees("paused, until there is 1 moderator");
            }
        }
    }

    @Test
    void aLockOnWhatProvedThatAModeratorIsThereTakesHimOut() throws Exception {
        // Given
        moderated(OnLeave.PAUSE, Optional.of(Duration.ofHours(1)));
        Lock stolen = new Lock(
                "l1", new Lock.Target.MfaDevice("phone-of-bob"), Instant.EPOCH, Optional.empty(), "it was stolen");
        try (LiveSsh alice = owner("echo begun; exec sh")) {
            alice.sees("this session waits");
            try (LiveSsh bob = join("bob", "moderator", proof("bob", Instant.now()))) {
                alice.sees("begun");

                // When
                host.lock(stolen);

                // Then
                bob.sees("it was stolen").end();
                alice.sees("paused, until there is 1 moderator");
            }
            try (LiveSsh again = join("bob", "moderator", proof("bob", Instant.now()))) {
                assertThat(again.sees("it was stolen").end()).isNotZero();
            }
            host.lock();
            try (LiveSsh _ = join("bob", "moderator", proof("bob", Instant.now()))) {
                alice.sees("the session goes on");
            }
        }
    }

    @Test
    void whoReadsNothingHoldsNobodyUpAndIsToldWhatHeMissed() throws Exception {
        // Given
        try (LiveSsh alice = owner("")) {
            alice.sees("$");
            Ssh frozen = joining("bob", "observer", session(), List.of("-tt"));
            alice.sees("bob (observer) joined");
            TestUser.run("kill", "-STOP", String.valueOf(frozen.process().pid()));

            // When
            long began = System.nanoTime();
            alice.type("head -c 20000000 /dev/zero | tr '\\0' x; echo all''done\n")
                    .sees("alldone");
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            // Then
            assertThat(took).isLessThan(Duration.ofSeconds(15));
            TestUser.run("kill", "-CONT", String.valueOf(frozen.process().pid()));
            alice.type("sleep 1; exit\n");
            Ssh.Ran slow = frozen.join();
            assertThat(slow.out()).contains("you read too slowly").contains("bytes were left out");
            assertThat(slow.out().length()).isLessThan(10_000_000);
        }
    }

    @Test
    void threeHundredScreensOfOutputLeaveWhoComesLaterOne() throws Exception {
        // Given
        try (LiveSsh alice = owner("")) {
            alice.type("seq 1 9000; echo do''ne\n").sees("done");

            // When
            try (LiveSsh eve = join("eve", "observer")) {
                eve.sees("you are here as observer");

                // Then
                assertThat(eve.shown()).contains("8999").doesNotContain("\n5000\r");
            }
        }
    }

    private LiveSsh owner(String command) throws Exception {
        int before = host.journal().of(SessionEvent.Started.class).size();
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(host.options(host.files().resolve("id"), host.port()));
        line.add(host.user().name() + "@127.0.0.1");
        if (!command.isEmpty()) {
            line.add(command);
        }
        LiveSsh ssh = LiveSsh.start(line);
        TestHost.eventually(() -> host.journal().of(SessionEvent.Started.class).size() > before);
        return ssh;
    }

    private String session() {
        return host.journal()
                .of(SessionEvent.Started.class)
                .getLast()
                .head()
                .subject()
                .session();
    }

    private LiveSsh join(String who, String mode) throws Exception {
        return join(who, mode, "");
    }

    private LiveSsh join(String who, String mode, String proof) throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-tt", "-l", "join:" + mode + ":" + session()));
        if (!proof.isEmpty()) {
            line.addAll(List.of("-o", "SetEnv=" + PresenceSeal.VARIABLE + "=" + proof));
        }
        line.addAll(host.options(host.files().resolve(who), host.port()));
        line.add("127.0.0.1");
        return LiveSsh.start(line);
    }

    private Ssh joining(String who, String mode, String session, List<String> options, String... command)
            throws Exception {
        List<String> more = new ArrayList<>(List.of("-l", "join:" + mode + ":" + session));
        more.addAll(options);
        return host.ssh(host.files().resolve(who), host.port(), more, command);
    }

    private String refused(String who, String mode, String session) throws Exception {
        Ssh.Ran ran = joining(who, mode, session, List.of("-tt")).join();
        assertThat(ran.code()).isEqualTo(255);
        return ran.err();
    }

    private void person(String user, String role) throws Exception {
        Path _ = person(user, role, Optional.empty());
    }

    /** None of them may log in as anybody. */
    private Path person(String user, String role, Optional<String> forced) throws Exception {
        Identity identity = new Identity(user, Identity.Kind.USER, List.of(role), Map.of());
        return host.certificate(
                user,
                t -> new UserCertificateTemplate(
                        t.publicKey(),
                        CertifiedIdentity.of(identity),
                        List.of("-no-login"),
                        t.permits(),
                        t.validAfter(),
                        t.validBefore(),
                        t.serial(),
                        forced,
                        List.of()));
    }

    private void moderated(OnLeave onLeave, Optional<Duration> presence) {
        SharedSessions.Require require = new SharedSessions.Require(
                "",
                Optional.of(Expression.parse("contains(user.roles, \"watch\")", Words.ATTENDANT)),
                EnumSet.of(SessionMode.MODERATOR),
                1,
                onLeave,
                presence);
        host.role(role -> new Role(
                role.name(),
                role.options(),
                role.allow().withShared(new SharedSessions(List.of(), List.of(require))),
                role.deny()));
    }

    private static Role joining(String name, EnumSet<SessionMode> modes) {
        SharedSessions.Join join = new SharedSessions.Join("", List.of(TextPattern.parse("acc*")), modes);
        return new Role(
                name,
                Options.of(Options.Permits.NONE),
                Conditions.NONE.withShared(new SharedSessions(List.of(join), List.of())),
                Conditions.NONE);
    }

    private String proof(String user, Instant at) {
        PresenceStatement statement = PresenceStatement.newBuilder()
                .setUser(user)
                .setSessionId(session())
                .setDevice("phone-of-" + user)
                .setProved(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
                .build();
        return PresenceSeal.text(PresenceSeal.sign(statement, host.policyKey()));
    }
}
