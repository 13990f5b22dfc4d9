package dev.sallyport.server.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine's own OpenSSH client, as a person. */
record Ssh(Person person, KnockRelay relay, String login, String host) {

    /** How it ended. */
    record Ran(int exit, String out, String err) {}

    Ran run(String command) throws IOException, InterruptedException {
        Process process = start(command);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ran(process.waitFor(), out, err);
    }

    Process start(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "ssh",
                "-F",
                "/dev/null",
                "-p",
                "" + relay.port(),
                "-i",
                person.folder().resolve("id").toString()));
        for (String option : List.of(
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "BatchMode=yes",
                "ConnectTimeout=30",
                "StrictHostKeyChecking=yes",
                "LogLevel=ERROR",
                "HostKeyAlias=" + host,
                "UserKnownHostsFile=" + person.folder().resolve("known_hosts"))) {
            words.add("-o");
            words.add(option);
        }
        words.add(login + "@127.0.0.1");
        words.add(command);
        return new ProcessBuilder(words).start();
    }
}
