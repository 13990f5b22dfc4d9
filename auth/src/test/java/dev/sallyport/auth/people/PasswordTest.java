package dev.sallyport.auth.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

    private final PasswordHasher hasher =
            new PasswordHasher(new Argon2id(), new SecureRandom(), 1, Duration.ofSeconds(5));

    @ParameterizedTest
    @ValueSource(strings = {"", "elevenchars", "xxALICExxxxxxx", "alice is here and long"})
    void aPasswordThatIsShortOrHasTheNameIsRefused(String password) {
        assertThatThrownBy(() -> PasswordRule.check(password, "Alice")).isInstanceOf(Failure.class);
    }

    @Test
    void aPasswordIsCountedInCharactersThatPeopleSee() {
        // Given
        String twelve = "🐎".repeat(12);

        // When
        PasswordRule.check(twelve, "alice");

        // Then
        assertThatThrownBy(() -> PasswordRule.check("🐎".repeat(11), "alice")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> PasswordRule.check("x".repeat(257), "alice")).isInstanceOf(Failure.class);
    }

    @Test
    void onlyTheSamePasswordVerifies() {
        // Given
        String hash = hasher.hash("correct horse battery");

        // When
        boolean same = hasher.verify("correct horse battery", hash);
        boolean other = hasher.verify("correct horse batterz", hash);

        // Then
        assertThat(same).isTrue();
        assertThat(other).isFalse();
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(hasher.hash("correct horse battery")).isNotEqualTo(hash);
    }

    @Test
    void theSameLettersComposedOtherwiseAreTheSamePassword() {
        // Given
        String hash = hasher.hash("na\u00efve na\u00efve na\u00efve");

        // When
        boolean same = hasher.verify("nai\u0308ve nai\u0308ve nai\u0308ve", hash);

        // Then
        assertThat(same).isTrue();
    }

    @Test
    void aFloodOfLoginsIsRefusedInsteadOfTakingTheMachine() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        KeyStretch slow = (_, _) -> {
            begun.countDown();
            uninterrupted(end);
            return new byte[32];
        };
        PasswordHasher one = new PasswordHasher(slow, new SecureRandom(), 1, Duration.ofMillis(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = threads.submit(() -> one.hash("first in the queue"));
            begun.await();

            // When
            assertThatThrownBy(() -> one.hash("second in the queue"))

                    // Then
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("too many logins");
            end.countDown();
            assertThat(first.get()).isNotEmpty();
        }
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
