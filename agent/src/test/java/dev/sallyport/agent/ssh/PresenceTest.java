package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.PresenceStatement;
import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final KeyPair KEY = Keys.ed25519(new SecureRandom());
    private static final List<PublicKey> TRUSTED = List.of(KEY.getPublic());

    @Test
    void onlyAFreshProofOfThisPersonForThisSessionByAPolicyKeyCounts() {
        // Given
        KeyPair stranger = Keys.ed25519(new SecureRandom());

        // Then
        assertThat(proved(proof("bob", "s1", NOON.minusSeconds(60), KEY))).contains(NOON.minusSeconds(60));
        assertThat(proved(proof("eve", "s1", NOON, KEY))).isEmpty();
        assertThat(proved(proof("bob", "s2", NOON, KEY))).isEmpty();
        assertThat(proved(proof("bob", "s1", NOON.minusSeconds(120), KEY))).isEmpty();
        assertThat(proved(proof("bob", "s1", NOON.plusSeconds(121), KEY))).isEmpty();
        assertThat(proved(proof("bob", "s1", NOON, stranger))).isEmpty();
    }

    @Test
    void aClockThatIsAheadGivesNoMoreTime() {
        // When
        Optional<Instant> proved = proved(proof("bob", "s1", NOON.plusSeconds(30), KEY));

        // Then
        assertThat(proved).contains(NOON);
    }

    @Test
    void itNamesTheSecondFactorThatWasShown() {
        // When
        Optional<Presence.Proved> proved = Presence.proved(proof("bob", "s1", NOON, KEY), "bob", "s1", TRUSTED, NOON);

        // Then
        assertThat(proved).contains(new Presence.Proved(NOON, "phone-of-bob"));
    }

    @Test
    void whateverElseIsSaidProvesNothing() {
        // Then
        assertThat(List.of("", "x", "%%%", "AAAA", "A".repeat(5000)))
                .allSatisfy(text -> assertThat(proved(text)).isEmpty());
    }

    private static Optional<Instant> proved(String text) {
        return Presence.proved(text, "bob", "s1", TRUSTED, NOON).map(Presence.Proved::at);
    }

    private static String proof(String user, String session, Instant at, KeyPair key) {
        return PresenceSeal.text(PresenceSeal.sign(
                PresenceStatement.newBuilder()
                        .setUser(user)
                        .setSessionId(session)
                        .setDevice("phone-of-" + user)
                        .setProved(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
                        .build(),
                key));
    }
}
