package dev.sallyport.cli.profile;

import java.util.Optional;

/**
 * Which profile a command is about; where nothing is said, the current one.
 *
 * @param proxy HOST:PORT, from flag or environment
 * @param cluster name; wins
 */
public record ProfileChoice(Optional<String> proxy, Optional<String> cluster) {

    String described() {
        return cluster.map("cluster "::concat).or(() -> proxy).orElse("any proxy");
    }
}
