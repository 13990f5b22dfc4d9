package dev.sallyport.cli.knock;

import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.KnockAnswer;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One way to one host: knock on a bare connection; where the path lets only TLS through, the same in TLS, and for a while TLS at once.
 */
final class Passage {

    /** A proxy answers in half of this, whatever its agents do. */
    private static final int ANSWER_MILLIS = 30_000;

    /** How long a closed bare way is remembered: a laptop soon sits in another network. */
    private static final long MEMORY_MILLIS = 3_600_000;

    private final KnockFile file;
    private final String target;

    Passage(KnockFile file, String target) {
        this.file = file;
        this.target = target;
    }

    /** Connects and copies until the host's side ends. */
    void run(Streams streams) throws Refusal, IOException {
        checkTarget();
        long now = System.currentTimeMillis();
        if (file.ticket().expirySeconds() * 1000 <= now) {
            throw new Refusal(
                    Exit.NO_LOGIN,
                    "the login at " + file.proxy() + " has expired. Next: sally login --proxy=" + file.proxy());
        }
        if (now - memory().lastModified() < MEMORY_MILLIS) {
            try (Connection relay = RelayConnection.open(file, target, body())) {
                Upstream upstream = new Upstream(streams.in(), relay);
                upstream.answered();
                upstream.start();
                session(relay, upstream, streams);
            }
            return;
        }
        knock(streams);
    }

    private void knock(Streams streams) throws Refusal, IOException {
        Upstream stranded;
        try (BareConnection bare = BareConnection.open(file.host(), file.port())) {
            stranded = attempt(bare, streams);
        }
        if (stranded != null) {
            relay(stranded, streams);
        }
    }

    /** The whole session; or, where nothing got through, what was to be said, for another way. */
    private @Nullable Upstream attempt(BareConnection bare, Streams streams) throws Refusal, IOException {
        bare.out().write(Knock.encode(file.ticket(), file.key(), target, nowSeconds(), nonce()));
        Upstream upstream = new Upstream(streams.in(), bare);
        upstream.start();
        KnockAnswer answer = answer(bare);
        if (answer == null) {
            return upstream;
        }
        if (answer != KnockAnswer.OPEN) {
            throw new Refusal(answer.exitCode(), refusalText(bare.in(), answer));
        }
        upstream.answered();
        session(bare, upstream, streams);
        return null;
    }

    /** The proxy's answer, or null where something on the path let none through. */
    private static @Nullable KnockAnswer answer(BareConnection bare) {
        try {
            bare.readTimeout(ANSWER_MILLIS);
            int code = bare.in().read();
            bare.readTimeout(0);
            return code < 0 ? null : KnockAnswer.of(code);
        } catch (IOException e) {
            return null;
        }
    }

    private static String refusalText(InputStream in, KnockAnswer answer) throws IOException {
        int high = in.read();
        int low = in.read();
        int length = high < 0 || low < 0 ? 0 : Math.min((high << 8) | low, KnockAnswer.MAX_TEXT_BYTES);
        byte[] text = in.readNBytes(length);
        return text.length == 0
                ? "the proxy refused: ".concat(answer.name())
                : new String(text, StandardCharsets.UTF_8);
    }

    private void relay(Upstream upstream, Streams streams) throws Refusal, IOException {
        try (Connection relay = RelayConnection.open(file, target, body())) {
            upstream.moveTo(relay);
            remember();
            session(relay, upstream, streams);
        }
    }

    /** Copies until the host's side ends; what OpenSSH still says then gets a moment to go out. */
    private void session(Connection connection, Upstream upstream, Streams streams) throws Refusal, IOException {
        new Downstream(connection.in(), streams.out(), file.proxy()).run();
        upstream.finish();
    }

    private File memory() {
        return new File(file.folder(), "tls-only");
    }

    private void remember() {
        try (FileOutputStream out = new FileOutputStream(memory())) {
            out.write('\n');
        } catch (IOException e) {
            // Only slower the next time.
            return;
        }
    }

    private byte[] body() throws IOException {
        return Knock.body(file.ticket(), file.key(), target, nowSeconds(), nonce());
    }

    private void checkTarget() throws Refusal {
        int length = target.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Knock.MAX_TARGET_BYTES) {
            throw new Refusal(
                    KnockAnswer.UNKNOWN_HOST.exitCode(),
                    "no such host: a name has 1 to " + Knock.MAX_TARGET_BYTES + " bytes. Next: sally ls");
        }
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1000;
    }

    /** From the system's generator directly: {@code SecureRandom} costs a tenth of the whole start. */
    private static byte[] nonce() throws IOException {
        try (FileInputStream random = new FileInputStream("/dev/urandom")) {
            byte[] nonce = random.readNBytes(Knock.NONCE_BYTES);
            if (nonce.length != Knock.NONCE_BYTES) {
                throw new IOException("/dev/urandom gave too few bytes");
            }
            return nonce;
        }
    }
}
