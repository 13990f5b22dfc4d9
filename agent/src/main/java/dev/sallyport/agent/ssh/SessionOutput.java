package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Descriptor;
import dev.sallyport.agent.process.RunningProcess;
import dev.sallyport.agent.process.Scratch;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session's process prints: into the recording first, then to who joined, then to its person. Pipes are pumped on platform
 * threads, because a read from a pipe would hold a virtual thread's carrier.
 */
final class SessionOutput {

    private static final Logger log = LoggerFactory.getLogger(SessionOutput.class);

    static final int TERMINAL_BUFFER = 8 * 1024;
    /** What a pipe that is full gives at once: four packets. */
    private static final int PIPE_BUFFER = 128 * 1024;

    private final SessionPlan plan;
    private final SessionRecord record;
    private final Optional<Gathering> gathering;
    private final ChannelOutput output;
    private final Farewell farewell;

    SessionOutput(
            SessionPlan plan,
            SessionRecord record,
            Optional<Gathering> gathering,
            ChannelOutput output,
            Farewell farewell) {
        this.plan = plan;
        this.record = record;
        this.gathering = gathering;
        this.output = output;
        this.farewell = farewell;
    }

    /** Returns when there is no more: at the end of the process and of all that it left behind. */
    void pump(RunningProcess running) {
        Thread errors = running.error()
                .map(error -> SessionRun.threads("session-err").start(() -> pump(error, true)))
                .orElse(null);
        pump(running.output(), false);
        try {
            if (errors != null) {
                errors.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Descriptor from, boolean error) {
        int most = plan.terminal().isPresent() ? TERMINAL_BUFFER : PIPE_BUFFER;
        ReadBuffer buffer = new ReadBuffer(TERMINAL_BUFFER, most);
        try (from;
                Scratch scratch = Scratch.ofThread(most)) {
            int n;
            while ((n = from.read(scratch, buffer.bytes(), 0, buffer.bytes().length)) > 0) {
                gathering.ifPresent(Gathering::awaitGoing);
                record.output(buffer.bytes(), n, error);
                if (gathering.isPresent()) {
                    gathering.get().audience().output(buffer.bytes(), n);
                }
                if (error) {
                    output.writeError(buffer.bytes(), 0, n);
                } else {
                    output.write(buffer.bytes(), 0, n);
                }
                buffer.got(n);
            }
        } catch (Failure e) {
            farewell.cut(e.text());
        } catch (IOException | RuntimeException e) {
            log.debug("output ends session={} error={}", plan.id(), e.toString());
        }
    }
}
