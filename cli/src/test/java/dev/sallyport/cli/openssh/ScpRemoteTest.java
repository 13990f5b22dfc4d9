package dev.sallyport.cli.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScpRemoteTest {

    @Test
    void hostsAreFoundAsScpFindsThemEachOnce() {
        // When
        List<ScpRemote> remotes = ScpRemote.of(List.of(
                "-rP",
                "2222",
                "-o",
                "User=x:y",
                "web1:/etc/hosts",
                "deploy@web1:a:b",
                "deploy@web1:c",
                "scp://root@web2.example.com:22/etc/motd",
                "[::1]:file",
                "./odd:name",
                "plain",
                "/tmp/a:b"));

        // Then
        assertThat(remotes)
                .containsExactly(
                        new ScpRemote("web1", "web1"),
                        new ScpRemote("deploy@web1", "web1"),
                        new ScpRemote("root@web2.example.com", "web2.example.com"),
                        new ScpRemote("::1", "::1"));
    }

    @Test
    void afterTwoDashesEverythingIsAFile() {
        assertThat(ScpRemote.of(List.of("--", "-o", "web1:a"))).containsExactly(new ScpRemote("web1", "web1"));
    }

    @Test
    void whatSaysHowAHostIsReachedIsHandedOn() {
        assertThat(ScpRemote.options(List.of("-q", "-oUser=root", "-P", "22", "-o", "Port=23", "a", "-o")))
                .containsExactly("-oUser=root", "-o", "Port=23");
    }
}
