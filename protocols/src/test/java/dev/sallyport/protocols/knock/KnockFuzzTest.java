package dev.sallyport.protocols.knock;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Knocks of strangers, bare and as a server name: nothing throws, and without the key nothing is genuine. */
class KnockFuzzTest {

    private static final long NOW = 1_790_000_000;
    private static final KnockCheck CHECK = new KnockCheck(id -> new byte[32]);

    @FuzzTest(maxDuration = "60s")
    void check(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Knock.HEAD_BYTES));
        assertThat(Knock.length(head)).isLessThanOrEqualTo(Knock.MAX_BYTES);
        assertThat(CHECK.check(bytes, NOW)).isNotInstanceOf(KnockVerdict.Genuine.class);

        byte[] named = KnockLabels.decode(new String(bytes, StandardCharsets.ISO_8859_1) + KnockLabels.SUFFIX);
        if (named != null) {
            assertThat(CHECK.check(named, NOW)).isNotInstanceOf(KnockVerdict.Genuine.class);
        }
    }
}
