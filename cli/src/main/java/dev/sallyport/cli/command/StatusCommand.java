package dev.sallyport.cli.command;

import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.terminal.ExitCodes;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally status}: asks nobody, so it also answers without a network. */
@Command(description = "Show who is logged in where, until when. Exit code 77 where the current login has ended.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private FormatOption format = new FormatOption();

    private final Shell shell;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<Profile> profiles = shell.profiles().all();
        Optional<Path> current = shell.profiles().current();
        Instant now = shell.clock().instant();
        if (format.json()) {
            shell.print(Json.list(profiles, profile -> json(profile, current, now)));
        } else if (profiles.isEmpty()) {
            shell.print("Nobody is logged in. Next: sally login --proxy=HOST:PORT\n");
        } else {
            profiles.forEach(profile -> shell.print(text(profile, current, now)));
        }
        boolean valid = profiles.stream().anyMatch(profile -> isCurrent(profile, current) && !profile.expired(now));
        return valid ? 0 : ExitCodes.of(FailureCode.UNAUTHENTICATED);
    }

    private static boolean isCurrent(Profile profile, Optional<Path> current) {
        return current.filter(profile.folder()::equals).isPresent();
    }

    private String text(Profile profile, Optional<Path> current, Instant now) {
        String left = profile.expired(now)
                ? "EXPIRED " + Times.span(Duration.between(profile.notAfter(), now))
                        + " ago; next: sally login --proxy=" + profile.proxy()
                : Times.minute(profile.notAfter(), shell.zone()) + " ("
                        + Times.span(Duration.between(now, profile.notAfter())) + " left)";
        return line(isCurrent(profile, current) ? "* cluster" : "  cluster", profile.cluster())
                + line("  proxy", profile.proxy().toString())
                + line("  user", profile.user())
                + line("  roles", String.join(", ", profile.roles()))
                + line("  logins", String.join(", ", profile.logins()))
                + line("  until", left);
    }

    private static String line(String name, String value) {
        return String.format("%-12s%s%n", name, Neutral.line(value));
    }

    private static Map<String, Object> json(Profile profile, Optional<Path> current, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cluster", profile.cluster());
        fields.put("proxy", profile.proxy().toString());
        fields.put("user", profile.user());
        fields.put("roles", profile.roles());
        fields.put("logins", profile.logins());
        fields.put("not_after", profile.notAfter().toString());
        fields.put("expired", profile.expired(now));
        fields.put("current", isCurrent(profile, current));
        fields.put("profile", profile.folder().toString());
        return fields;
    }
}
