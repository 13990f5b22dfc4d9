package dev.sallyport.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;

/** Recordings that somebody tampered with: read, or refused as damaged; never more entries than bytes could hold. */
class RecordingFuzzTest {

    private static final int MOST = 1_000_000;

    @FuzzTest(maxDuration = "60s")
    void read(byte[] bytes) {
        try {
            RecordingReader reader = new RecordingReader(List.of(bytes).iterator());
            int entries = 0;
            while (reader.hasNext() && entries < MOST) {
                reader.next();
                entries++;
            }
            assertThat(reader.header()).isNotNull();
        } catch (Failure e) {
            assertThat(e.code()).isEqualTo(FailureCode.INVALID);
        }
    }
}
