package dev.sallyport.auth.notice;

import dev.sallyport.auth.notice.NoticeTarget.Way.ToSlack;
import dev.sallyport.pki.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** POSTs {@code {"text"}} to an incoming webhook, as Slack, Mattermost, Rocket.Chat and others take it. What people wrote makes no mention and no link. */
record SlackChannel(ToSlack to) implements NoticeChannel {

    @Override
    public void send(Notice notice) throws IOException {
        URI url;
        try {
            url = URI.create(SecretFile.read(to.urlFile()));
        } catch (IllegalArgumentException e) {
            throw new IOException(to.urlFile() + ": expected a URL", e);
        }
        String text = "*" + plain(notice.title()) + "*\n" + plain(notice.text());
        byte[] body = ("{\"text\":" + HttpPost.quoted(text) + "}").getBytes(StandardCharsets.UTF_8);
        new HttpPost(to.ca()).send(url, "the webhook in " + to.urlFile(), body, Map.of());
    }

    /** Slack's three characters that mean something else; marks of its own are put apart, so that a reason formats nothing. */
    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("*", "\u2217")
                .replace("`", "'");
    }
}
