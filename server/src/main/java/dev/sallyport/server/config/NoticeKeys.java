package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;
import static dev.sallyport.server.config.RoleKeys.PATH;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of who is told what waits, and what only holds between several of them. */
final class NoticeKeys {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern MAIL = Pattern.compile("[^\\s<>@,;\"]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,253}");

    static final Key KEY = maybe(
            "notices",
            new Shape.Many(
                    new Shape.Section(List.of(
                            maybe(
                                    "name",
                                    new Shape.Text(32),
                                    "team-chat",
                                    "Name of its place in the log, kept in the store; a new name begins with what happens next."),
                            maybe(
                                    "to",
                                    new Shape.Choice(List.of("webhook", "slack", "mail")),
                                    "slack",
                                    "How it is told: a signed POST, a Slack-format webhook, e-mail."),
                            maybe(
                                    "about",
                                    new Shape.Many(new Shape.Text(64), 16),
                                    "[request.create, list]",
                                    "First words of events: request, request.create, list. Without it all there are notices of."),
                            maybe(
                                    "url",
                                    new Shape.Text(2048),
                                    "https://hooks.example.com/sallyport",
                                    "For webhook: https only; 2xx accepts."),
                            maybe(
                                    "secret_file",
                                    PATH,
                                    "/etc/sallyport/slack-url",
                                    "One line. For webhook: signs the body. For slack: the webhook's URL. For mail: the password of user."),
                            maybe("server", ADDRESS, "smtp.example.com:587", "For mail: SMTP server."),
                            with(
                                    "tls",
                                    new Shape.Choice(List.of("starttls", "tls", "none")),
                                    "starttls",
                                    "For mail. none goes in the clear, to a relay on this machine only."),
                            maybe("user", new Shape.Text(256), "sallyport", "For mail: who logs in at the server."),
                            maybe("from", new Shape.Text(320), "sallyport@example.com", "For mail: sender."),
                            maybe(
                                    "recipients",
                                    new Shape.Many(new Shape.Text(320), 50),
                                    "[access-team@example.com]",
                                    "For mail: who gets it."),
                            maybe(
                                    "ca",
                                    PATH,
                                    "/etc/sallyport/hooks-ca.pem",
                                    "Whom to believe, PEM; without it the JDK's CAs."))),
                    16),
            "",
            "Who is told of access requests and of access lists that are due. At least once, for a day; nobody waits for it.");

    private NoticeKeys() {}

    /** What is wrong with one of them; empty where nothing is. */
    static Optional<String> problem(Table notice) {
        if (!notice.has("name") || !NAME.matcher(notice.text("name")).matches()) {
            return Optional.of("each of auth.notices needs a name of at most 32 lower-case letters, digits and dashes");
        }
        if (!notice.has("to")) {
            return Optional.of("each of auth.notices needs to: webhook, slack or mail");
        }
        return switch (notice.text("to")) {
            case "webhook" ->
                needs(notice, "url that begins with https://", notice.has("url") && isHttps(notice.text("url")))
                        .or(() -> needs(notice, "secret_file, which signs the body", notice.has("secret_file")));
            case "slack" -> needs(notice, "secret_file with the URL in it", notice.has("secret_file"));
            default -> mailProblem(notice);
        };
    }

    private static Optional<String> mailProblem(Table notice) {
        boolean people = !notice.texts("recipients").isEmpty()
                && notice.texts("recipients").stream()
                        .allMatch(address -> MAIL.matcher(address).matches());
        return needs(notice, "server", notice.has("server"))
                .or(() -> needs(
                        notice,
                        "from, an address such as sallyport@example.com",
                        notice.has("from") && MAIL.matcher(notice.text("from")).matches()))
                .or(() -> needs(notice, "recipients, addresses such as team@example.com", people))
                .or(() -> needs(
                        notice, "user and secret_file, or neither", notice.has("user") == notice.has("secret_file")))
                .or(() -> needs(
                        notice,
                        "tls: starttls or tls, unless the server is on this machine",
                        !notice.text("tls").equals("none") || isHere(notice.text("server"))))
                .or(() -> needs(
                        notice,
                        "tls: starttls or tls where there is a user",
                        !notice.text("tls").equals("none") || !notice.has("user")));
    }

    private static boolean isHere(String server) {
        return server.startsWith("127.") || server.startsWith("localhost:") || server.startsWith("[::1]:");
    }

    private static boolean isHttps(String url) {
        try {
            URI read = URI.create(url);
            return "https".equals(read.getScheme()) && read.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> needs(Table notice, String what, boolean there) {
        return there ? Optional.empty() : Optional.of("auth.notices to " + notice.text("to") + " needs " + what);
    }

    static DaemonConfig.Notice read(Table notice) {
        return new DaemonConfig.Notice(
                notice.text("name"),
                notice.text("to"),
                notice.texts("about"),
                notice.maybeText("url"),
                notice.maybePath("secret_file"),
                notice.maybeText("server"),
                notice.text("tls"),
                notice.maybeText("user"),
                notice.maybeText("from"),
                notice.texts("recipients"),
                notice.maybePath("ca"));
    }
}
