package dev.sallyport.auth.notice;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who is told.
 *
 * @param name of its cursor: another name begins with what happens next
 * @param about first words of the events, such as {@code request}; none: all there are notices of
 */
public record NoticeTarget(String name, List<String> about, Way way) {

    public NoticeTarget {
        about = List.copyOf(about);
    }

    /** Whether it wants to hear of this. */
    boolean wants(Notice notice) {
        return about.isEmpty()
                || about.stream()
                        .anyMatch(word ->
                                notice.kind().equals(word) || notice.kind().startsWith(word + "."));
    }

    /** How. PEM files say whom to believe; without: the JDK's CAs. */
    public sealed interface Way {

        /**
         * JSON, POSTed and signed with the secret in a file.
         *
         * @param url https
         */
        record ToWebhook(URI url, Path secretFile, Optional<Path> ca) implements Way {
            public ToWebhook {
                requireHttps(url);
            }
        }

        /**
         * What Slack and its kin take at an incoming webhook.
         *
         * @param urlFile holds its https URL, which is a secret
         */
        record ToSlack(Path urlFile, Optional<Path> ca) implements Way {}

        /** E-mail by SMTP. */
        record ToMail(MailServer server, String from, List<String> recipients) implements Way {
            public ToMail {
                recipients = List.copyOf(recipients);
            }
        }
    }

    /**
     * A server that takes mail.
     *
     * @param passwordFile where there is a user
     */
    public record MailServer(
            String host,
            int port,
            Security security,
            Optional<String> user,
            Optional<Path> passwordFile,
            Optional<Path> ca) {}

    /** How a mail server is spoken to. */
    public enum Security {
        /** In the clear first, then TLS or nothing. */
        STARTTLS,
        TLS,
        /** In the clear: for a relay on this machine. */
        NONE
    }

    static void requireHttps(URI url) {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw Failure.of(FailureCode.INVALID, "notices go by https only: expected a URL that begins with https://");
        }
    }
}
