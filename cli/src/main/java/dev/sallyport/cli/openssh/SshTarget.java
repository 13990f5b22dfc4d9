package dev.sallyport.cli.openssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom ssh goes to, by its own reading of its arguments.
 *
 * @param user Unix user
 * @param host as it was typed, in lower case
 */
public record SshTarget(String user, String host) {

    /** What {@code ssh -G} says; empty where it says nothing, as without a host. */
    public static Optional<SshTarget> of(Path config, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", config.toString(), "-G"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                return Optional.empty();
            }
            Map<String, String> said = new HashMap<>();
            text.lines().filter(line -> line.indexOf(' ') > 0).forEach(line -> {
                int space = line.indexOf(' ');
                said.putIfAbsent(line.substring(0, space), line.substring(space + 1));
            });
            String user = said.getOrDefault("user", "");
            String host = said.getOrDefault("hostname", "");
            return user.isEmpty() || host.isEmpty() ? Optional.empty() : Optional.of(new SshTarget(user, host));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The host without the cluster's name behind it. */
    public String host(String cluster) {
        String suffix = "." + cluster;
        return host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
    }
}
