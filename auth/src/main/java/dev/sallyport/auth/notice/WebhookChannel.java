package dev.sallyport.auth.notice;

import dev.sallyport.auth.notice.NoticeTarget.Way.ToWebhook;
import dev.sallyport.pki.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * POSTs {@code {"id", "kind", "title", "text", "event"}} with {@code Sallyport-Signature: t=SECONDS,v1=HEX}: HMAC-SHA256 with the
 * secret over {@code SECONDS.BODY}. Who takes it refuses what is minutes old and what has an id that it knows.
 */
final class WebhookChannel implements NoticeChannel {

    static final String SIGNATURE = "Sallyport-Signature";
    static final String DELIVERY = "Sallyport-Delivery";

    private final ToWebhook to;
    private final InstantSource clock;

    WebhookChannel(ToWebhook to, InstantSource clock) {
        this.to = to;
        this.clock = clock;
    }

    @Override
    public void send(Notice notice) throws IOException {
        String body = "{\"id\":" + HttpPost.quoted(notice.id()) + ",\"kind\":" + HttpPost.quoted(notice.kind())
                + ",\"title\":" + HttpPost.quoted(notice.title()) + ",\"text\":" + HttpPost.quoted(notice.text())
                + ",\"event\":" + notice.event() + "}";
        long time = clock.instant().getEpochSecond();
        String signature = "t=" + time + ",v1=" + mac(SecretFile.read(to.secretFile()), time + "." + body);
        new HttpPost(to.ca())
                .send(
                        to.url(),
                        to.url().toString(),
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of(SIGNATURE, signature, DELIVERY, notice.id()));
    }

    static String mac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
