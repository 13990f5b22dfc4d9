package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.agent.process.ExitState;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session's person is told on standard error, and how a session ends that has to. */
final class Farewell {

    private static final Logger log = LoggerFactory.getLogger(Farewell.class);

    private static final int REFUSED = 254;
    private static final Duration TO_BE_TOLD = Duration.ofSeconds(1);

    private final SessionChannel channel;
    private final ChannelOutput output;
    private final UUID session;

    Farewell(SessionChannel channel, ChannelOutput output, UUID session) {
        this.channel = channel;
        this.output = output;
        this.session = session;
    }

    void say(String text) throws IOException {
        byte[] line = ("sallyport: " + Plain.text(text) + "\r\n").getBytes(UTF_8);
        output.writeError(line, 0, line.length);
    }

    /** Says it and closes the channel. */
    void refuse(String text) {
        try {
            say(text);
            channel.finish(new ExitState.Exited(REFUSED));
        } catch (IOException | RuntimeException e) {
            log.debug("refusal not told session={} error={}", session, e.toString());
            channel.close(true);
        }
    }

    /** Ends a running session; from a thread of its own, because the caller may be one that the end waits for. */
    void cut(String why) {
        Thread.ofVirtual().name("session-cut").start(() -> refuse(why));
    }

    /** Says it if it is taken soon, then does the rest. */
    void end(String why, Runnable rest) {
        Thread.ofVirtual().name("session-end").start(() -> {
            try {
                boolean _ = Thread.ofVirtual()
                        .name("session-told")
                        .start(() -> tell(why))
                        .join(TO_BE_TOLD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            rest.run();
        });
    }

    private void tell(String text) {
        try {
            say(text);
        } catch (IOException | RuntimeException e) {
            log.debug("end not told session={} error={}", session, e.toString());
        }
    }

    void exit(ExitState exit) {
        try {
            channel.finish(exit);
        } catch (IOException | RuntimeException e) {
            log.debug("end not told session={} error={}", session, e.toString());
            channel.close(true);
        }
    }
}
