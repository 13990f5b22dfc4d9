package dev.sallyport.api.role;

import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.model.Durations;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code spec.options}. */
final class OptionsReader {

    private static final String PATH = "spec.options.";
    private static final Duration SHORTEST_TTL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);
    private static final Duration LONGEST_IDLE = Duration.ofDays(7);
    private static final int MOST = 100_000;

    private final Faults faults;

    OptionsReader(Faults faults) {
        this.faults = faults;
    }

    Options read(RoleOptions message) {
        return new Options(
                duration("max_session_ttl", message.getMaxSessionTtl(), SHORTEST_TTL, Role.LONGEST_TTL),
                new Options.Permits(
                        message.getPortForwarding(),
                        message.getForwardAgent(),
                        !message.hasSshFileCopy() || message.getSshFileCopy()),
                duration("client_idle_timeout", message.getClientIdleTimeout(), SHORTEST_IDLE, LONGEST_IDLE),
                message.getDisconnectExpiredCert(),
                limit("max_connections", message.getMaxConnections()),
                limit("max_sessions", message.getMaxSessions()),
                message.getRequireSessionMfa(),
                strict("record_session", message.getRecordSession()),
                strict("lock", message.getLock()),
                message.getPinSourceIp(),
                command(message.getForceCommand()));
    }

    private Optional<Duration> duration(String name, String text, Duration least, Duration most) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> read = faults.read(PATH + name, text, Durations::parse);
        if (read.filter(span -> span.compareTo(least) < 0 || span.compareTo(most) > 0)
                .isPresent()) {
            faults.add(
                    PATH + name, "'" + text + "': expected " + Durations.text(least) + " to " + Durations.text(most));
        }
        return read;
    }

    private Optional<Integer> limit(String name, int number) {
        if (number < 0 || number > MOST) {
            faults.add(PATH + name, number + ": expected 1 to " + MOST + ", or nothing for no limit");
        }
        return number == 0 ? Optional.empty() : Optional.of(number);
    }

    private boolean strict(String name, String mode) {
        return switch (mode) {
            case "strict" -> true;
            case "", "best_effort" -> false;
            default -> {
                faults.add(PATH + name, "'" + mode + "': expected strict or best_effort");
                yield false;
            }
        };
    }

    private Optional<String> command(String command) {
        if (command.length() > 4096 || command.indexOf('\0') >= 0) {
            faults.add(PATH + "force_command", "expected at most 4096 characters without NUL");
        }
        return command.isEmpty() ? Optional.empty() : Optional.of(command);
    }
}
