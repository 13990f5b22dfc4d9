package dev.sallyport.protocols.knock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnockTest {

    private static final long NOW = 1_900_000_000L;
    private static final byte[] ROUTING_KEY = new byte[32];
    private static final byte[] NONCE = "nonce-of-12b".getBytes(StandardCharsets.US_ASCII);
    private static final Ticket TICKET = Ticket.of(7, NOW + 3600, new byte[Ticket.RANDOM_BYTES]);
    private static final byte[] TICKET_KEY = TicketKeys.ticketKey(ROUTING_KEY, TICKET);

    private final KnockCheck check = new KnockCheck(id -> id == 7 ? ROUTING_KEY : null);

    @Test
    void aKnockIsTheseBytesForEver() {
        // Given bytes that a second implementation made from the documented formulas
        // When
        byte[] knock = Knock.encode(TICKET, TICKET_KEY, "db-1", NOW, NONCE);

        // Then
        assertThat(HexFormat.of().formatHex(knock))
                .isEqualTo("53414c4c594b4e4b370107713fc1100000000000000000000000"
                        + "00713fb3006e6f6e63652d6f662d3132"
                        + "62701e8959ea8d1e450876f1a8790c8efa23149d7e89");
    }

    @Property
    void whatIsKnockedIsWhatIsHeard(@ForAll("targets") String target) {
        // Given
        byte[] knock = Knock.encode(TICKET, TICKET_KEY, target, NOW, NONCE);

        // When
        KnockVerdict verdict = check.check(Knock.body(knock), NOW);

        // Then
        assertThat(knock.length).isLessThanOrEqualTo(Knock.MAX_BYTES).isEqualTo(Knock.length(knock));
        assertThat(verdict).isInstanceOfSatisfying(KnockVerdict.Genuine.class, genuine -> {
            assertThat(genuine.target()).isEqualTo(target);
            assertThat(genuine.ticket()).isEqualTo(TICKET);
        });
    }

    @Property
    void theServerNameCarriesTheSameBytes(@ForAll("targets") String target) {
        // Given
        byte[] body = Knock.body(TICKET, TICKET_KEY, target, NOW, NONCE);

        // When
        String name = KnockLabels.encode(body);

        // Then
        assertThat(name.length()).isLessThanOrEqualTo(253);
        assertThat(name.split("\\.")).allMatch(label -> label.length() <= 60);
        assertThat(KnockLabels.decode(name)).isEqualTo(body);
        assertThat(KnockLabels.decode(name.toUpperCase(java.util.Locale.ROOT))).isEqualTo(body);
    }

    @Property
    void oneChangedBitIsWrong(@ForAll("targets") String target, @ForAll @IntRange(min = 0, max = 2000) int bit) {
        // Given
        byte[] body = Knock.body(TICKET, TICKET_KEY, target, NOW, NONCE);
        body[bit / 8 % body.length] ^= (byte) (1 << bit % 8);

        // When
        KnockVerdict verdict = check.check(body, NOW);

        // Then
        assertThat(verdict).isEqualTo(new KnockVerdict.Wrong());
    }

    @Property
    void noBytesMakeTheCheckThrow(@ForAll @Size(max = 300) byte[] bytes) {
        assertThat(check.check(bytes, NOW)).isEqualTo(new KnockVerdict.Wrong());
        assertThat(Knock.length(bytes)).isBetween(-1, Knock.MAX_BYTES);
    }

    @Property
    void noServerNameMakesTheLabelsThrow(@ForAll String garbage) {
        byte[] body = KnockLabels.decode(garbage + KnockLabels.SUFFIX);
        assertThat(body == null || KnockLabels.encode(body).equalsIgnoreCase(garbage + KnockLabels.SUFFIX))
                .isTrue();
    }

    @Test
    void halfAKnockAsksForMore() {
        byte[] knock = Knock.encode(TICKET, TICKET_KEY, "db-1", NOW, NONCE);
        for (int length = 0; length < Knock.HEAD_BYTES; length++) {
            assertThat(Knock.length(Arrays.copyOf(knock, length))).isEqualTo(Knock.HEAD_BYTES);
        }
    }

    @Test
    void aClockThatIsOffIsNamedBeforeTheExpiry() {
        // Given a clock two hours behind, for which the ticket still lives
        byte[] body = Knock.body(TICKET, TICKET_KEY, "db-1", NOW - 7200, NONCE);

        // When, Then
        assertThat(check.check(body, NOW)).isEqualTo(new KnockVerdict.ClockOff(-7200));
        assertThat(check.check(Knock.body(TICKET, TICKET_KEY, "db-1", NOW + 61, NONCE), NOW))
                .isEqualTo(new KnockVerdict.ClockOff(61));
        assertThat(check.check(Knock.body(TICKET, TICKET_KEY, "db-1", NOW + 60, NONCE), NOW))
                .isInstanceOf(KnockVerdict.Genuine.class);
    }

    @Test
    void aTicketEndsAtItsExpiry() {
        long end = TICKET.expirySeconds();
        byte[] body = Knock.body(TICKET, TICKET_KEY, "db-1", end, NONCE);
        assertThat(check.check(body, end)).isEqualTo(new KnockVerdict.Expired(end));
        assertThat(check.check(body, end - 1)).isInstanceOf(KnockVerdict.Genuine.class);
    }

    @Test
    void aTicketOfAKeyThatIsGoneIsWrong() {
        Ticket other = Ticket.of(8, NOW + 3600, new byte[Ticket.RANDOM_BYTES]);
        byte[] body = Knock.body(other, TicketKeys.ticketKey(ROUTING_KEY, other), "db-1", NOW, NONCE);
        assertThat(check.check(body, NOW)).isEqualTo(new KnockVerdict.Wrong());
    }

    @Property
    void refusalsSayWhatTheyShould(@ForAll String text) {
        // When
        byte[] refusal = KnockAnswer.UNREACHABLE.refusal(text);

        // Then
        assertThat(KnockAnswer.of(refusal[0])).isEqualTo(KnockAnswer.UNREACHABLE);
        assertThat(KnockAnswer.textLength(refusal)).isEqualTo(refusal.length - 3);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(utf8, StandardCharsets.UTF_8)).startsWith(KnockAnswer.text(refusal));
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('-', '.', 'é', '日')
                .ofMinLength(1)
                .ofMaxLength(92)
                .filter(target -> target.getBytes(StandardCharsets.UTF_8).length <= Knock.MAX_TARGET_BYTES);
    }
}
