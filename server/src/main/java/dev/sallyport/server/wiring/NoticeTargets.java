package dev.sallyport.server.wiring;

import dev.sallyport.auth.notice.NoticeTarget;
import dev.sallyport.auth.notice.NoticeTarget.MailServer;
import dev.sallyport.auth.notice.NoticeTarget.Security;
import dev.sallyport.auth.notice.NoticeTarget.Way;
import dev.sallyport.server.config.DaemonConfig;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** From the configuration to whom auth tells what waits. */
final class NoticeTargets {

    private NoticeTargets() {}

    static List<NoticeTarget> of(List<DaemonConfig.Notice> notices) {
        return notices.stream()
                .map(each -> new NoticeTarget(each.name(), each.about(), way(each)))
                .toList();
    }

    private static Way way(DaemonConfig.Notice notice) {
        return switch (notice.to()) {
            case "webhook" ->
                new Way.ToWebhook(
                        URI.create(notice.url().orElseThrow()),
                        notice.secretFile().orElseThrow(),
                        notice.ca());
            case "slack" -> new Way.ToSlack(notice.secretFile().orElseThrow(), notice.ca());
            default -> new Way.ToMail(server(notice), notice.from().orElseThrow(), notice.recipients());
        };
    }

    private static MailServer server(DaemonConfig.Notice notice) {
        String address = notice.server().orElseThrow();
        int colon = address.lastIndexOf(':');
        return new MailServer(
                address.substring(0, colon).replaceAll("^\\[|]$", ""),
                Integer.parseInt(address.substring(colon + 1)),
                Security.valueOf(notice.tls().toUpperCase(Locale.ROOT)),
                notice.user(),
                notice.secretFile(),
                notice.ca());
    }
}
