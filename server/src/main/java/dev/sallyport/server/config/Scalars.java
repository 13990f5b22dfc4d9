package dev.sallyport.server.config;

import dev.sallyport.model.Failure;
import dev.sallyport.pki.ssh.AddressRanges;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns one written value into what its shape means by it; empty when it is not such a value. */
final class Scalars {

    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");
    private static final Pattern PIN = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    /** What relative paths count from. */
    private final Path directory;

    Scalars(Path directory) {
        this.directory = directory;
    }

    Optional<Object> parse(Shape shape, String text) {
        return switch (shape) {
            case Shape.Text(int longest) ->
                text.isEmpty() || text.length() > longest ? Optional.empty() : Optional.of(text);
            case Shape.Secret ignored -> text.isBlank() ? Optional.empty() : Optional.of(text);
            case Shape.Flag ignored -> flag(text);
            case Shape.Count count -> count(count, text);
            case Shape.Time(var least, var most) ->
                Times.parse(text)
                        .filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0)
                        .map(Object.class::cast);
            case Shape.Address ignored -> address(text, false);
            case Shape.LoopbackOrNone ignored ->
                text.equals(Shape.LoopbackOrNone.NONE) ? Optional.of(text) : address(text, true);
            case Shape.File ignored -> path(text);
            case Shape.Choice(var words) -> words.contains(text) ? Optional.of(text) : Optional.empty();
            case Shape.Pin ignored ->
                PIN.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
            case Shape.Range ignored -> range(text);
            case Shape.Section ignored -> Optional.empty();
            case Shape.Many ignored -> Optional.empty();
            case Shape.Labels ignored -> Optional.empty();
        };
    }

    private static Optional<Object> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> count(Shape.Count count, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < count.least() || number > count.most() ? Optional.empty() : Optional.of(number);
    }

    private static Optional<Object> address(String text, boolean loopback) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            return Optional.empty();
        }
        return loopback && !isLoopback(parts) ? Optional.empty() : Optional.of(text);
    }

    /** By the address as written; only "localhost" among names, so that nothing is looked up. */
    private static boolean isLoopback(Matcher parts) {
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        if (host.equals("localhost")) {
            return true;
        }
        try {
            boolean literal = host.matches("[0-9.]+") || host.contains(":");
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<Object> range(String text) {
        try {
            AddressRanges.parse(text);
            return text.contains(",") ? Optional.empty() : Optional.of(text);
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private Optional<Object> path(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
