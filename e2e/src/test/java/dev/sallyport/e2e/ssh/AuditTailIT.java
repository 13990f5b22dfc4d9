package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code sally audit ls -f} shows what happens while it looks. */
@ExtendWith(SharedWay.class)
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditTailIT {

    private final Way way;

    AuditTailIT(Way way) {
        this.way = way;
    }

    @Test
    void newEventsComeAsTheyHappen() throws IOException {
        // Given: who follows sees the last events first, and is then there
        way.ssh("true").orFail();
        try (Background tail = tail();
                BufferedReader lines = tail.process().inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isNotNull();

            // When
            way.ssh("echo followed-by-the-trail").orFail();

            // Then
            String line = lines.readLine();
            while (line != null && !line.contains("followed-by-the-trail")) {
                line = lines.readLine();
            }
            assertThat(line).contains("session.").contains("alice");
        }
    }

    private Background tail() {
        Path directory = way.cluster().directory();
        return Background.start(
                way,
                List.of(
                        "env",
                        "SALLY_HOME=" + directory.resolve("admin-home"),
                        "SALLY_IDENTITY=" + directory.resolve("core/admin.pem"),
                        "SALLY_PROXY=" + way.cluster().proxy(),
                        Path.of(System.getProperty("sallyport.dist", ""))
                                .resolve("bin/sally")
                                .toString(),
                        "audit",
                        "ls",
                        "-f",
                        "--format=json"));
    }
}
