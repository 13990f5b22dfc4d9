package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.event.TransferEvent;
import dev.sallyport.model.role.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileCopyIT {

    private TestHost host;
    private Path local;
    private byte[] content;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start();
        local = host.files().resolve("big");
        content = new byte[3_000_017];
        new Random(7).nextBytes(content);
        Files.write(local, content);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void scpBringsAFileThereAndBackAndEachIsInTheTrail() throws Exception {
        // When
        assertThat(copy("scp", List.of(), local.toString(), host.user().name() + "@127.0.0.1:there")
                        .code())
                .isZero();
        assertThat(copy("scp", List.of(), host.user().name() + "@127.0.0.1:there", local + ".back")
                        .code())
                .isZero();

        // Then
        assertThat(Files.readAllBytes(Path.of(local + ".back"))).isEqualTo(content);
        TestHost.eventually(() -> host.journal().of(SessionEvent.Ended.class).size() == 2);
        assertThat(host.journal().of(TransferEvent.Sftp.class))
                .filteredOn(event -> event.operation().equals("close"))
                .extracting(TransferEvent.Sftp::access, TransferEvent.Sftp::bytesRead, TransferEvent.Sftp::bytesWritten)
                .containsExactly(tuple("write", 0L, 3_000_017L), tuple("read", 3_000_017L, 0L));
    }

    @Test
    void theOlderProtocolToo() throws Exception {
        // When
        assertThat(copy("scp", List.of("-O"), local.toString(), host.user().name() + "@127.0.0.1:there")
                        .code())
                .isZero();
        assertThat(copy("scp", List.of("-O"), host.user().name() + "@127.0.0.1:there", local + ".back")
                        .code())
                .isZero();
        assertThat(copy("scp", List.of("-O"), host.user().name() + "@127.0.0.1:nothing", local + ".none")
                        .code())
                .isEqualTo(1);

        // Then
        assertThat(Files.readAllBytes(Path.of(local + ".back"))).isEqualTo(content);
        TestHost.eventually(() -> host.journal().of(SessionEvent.Ended.class).size() == 3);
        assertThat(host.journal().of(TransferEvent.Scp.class))
                .extracting(TransferEvent.Scp::direction, TransferEvent.Scp::bytes)
                .containsExactly(tuple("upload", 3_000_017L), tuple("download", 3_000_017L));
        assertThat(host.journal().of(TransferEvent.ScpFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.error()).contains("nothing"));
    }

    @Test
    void sftpOperationsAndRefusalsAreInTheTrail() throws Exception {
        // Given
        Path batch = Files.writeString(host.files().resolve("batch"), """
                mkdir d
                put %s d/f
                rename d/f d/g
                -rm /etc/passwd
                rm d/g
                rmdir d
                """.formatted(local));

        // When
        Ssh.Ran ran = copy("sftp", List.of("-b", batch.toString()), host.user().name() + "@127.0.0.1");

        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(host.journal().of(TransferEvent.Sftp.class))
                .extracting(TransferEvent.Sftp::operation)
                .containsSubsequence("mkdir", "open", "close", "rename", "remove", "rmdir");
        if (host.user().user().uid() != 0) {
            assertThat(host.journal().of(TransferEvent.SftpFailed.class))
                    .extracting(TransferEvent.SftpFailed::operation, TransferEvent.SftpFailed::path)
                    .contains(tuple("remove", "/etc/passwd"));
        }
    }

    @Test
    void withoutTheRightCopyingIsRefusedInWords() throws Exception {
        // Given
        host.permit(new Options.Permits(true, true, false));

        // When
        Ssh.Ran ran = copy("scp", List.of(), local.toString(), host.user().name() + "@127.0.0.1:there");

        // Then
        assertThat(ran.code()).isNotZero();
        assertThat(ran.err()).contains("your roles do not allow copying files");
        assertThat(host.journal().of(SessionEvent.Denied.class)).hasSize(1);
    }

    private Ssh.Ran copy(String program, List<String> more, String... what) throws Exception {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(host.options(host.files().resolve("id"), host.port()));
        line.addAll(more);
        line.addAll(List.of(what));
        try (Ssh ssh = new Ssh(new ProcessBuilder(line))) {
            return ssh.end();
        }
    }
}
