package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.agent.process.Descriptor;
import dev.sallyport.agent.process.ExitState;
import dev.sallyport.agent.process.Launch;
import dev.sallyport.agent.process.Launcher;
import dev.sallyport.agent.process.Pty;
import dev.sallyport.agent.process.RunningProcess;
import dev.sallyport.agent.process.Scratch;
import dev.sallyport.agent.process.SignalName;
import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shell, command or file copy, from its start to its end. Pipes are pumped on platform threads, because a read from a
 * pipe would hold a virtual thread's carrier; input goes straight to the process and needs a thread only when it lags.
 */
final class SessionRun {

    private static final Logger log = LoggerFactory.getLogger(SessionRun.class);

    private static final int STACK = 256 * 1024;
    private static final int TERMINAL_BUFFER = 8 * 1024;
    /** What a pipe that is full gives at once: four packets. */
    private static final int PIPE_BUFFER = 128 * 1024;

    private static final int REFUSED = 254;

    private final SessionChannel channel;
    private final ChannelOutput output;
    private final Workshop workshop;
    private final Passage passage;
    private final SessionPlan plan;
    private final SessionRecord record;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable RunningProcess process;
    private volatile @Nullable ChannelInput input;
    private volatile boolean hungUp;

    SessionRun(SessionChannel channel, ChannelOutput output, Workshop workshop, Passage passage, SessionPlan plan) {
        this.channel = channel;
        this.output = output;
        this.workshop = workshop;
        this.passage = passage;
        this.plan = plan;
        this.record = new SessionRecord(workshop, passage, plan, this::recordingFailed);
    }

    /** Starts it; whatever is in the way is told to the person on standard error and ends the session. */
    void start() {
        Optional<String> objection = objection();
        if (objection.isPresent()) {
            record.denied(objection.get());
            refuse(objection.get());
            return;
        }
        workshop.runs().enter();
        try {
            record.begin();
            begin(launch());
        } catch (Failure e) {
            neverRan(e.text());
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "session not started session={} login={} error={}",
                    plan.id(),
                    passage.user().name(),
                    e.toString());
            neverRan("this host could not start the session: " + e.getMessage());
        }
    }

    private Optional<String> objection() {
        if (plan.refusal().isPresent()) {
            return plan.refusal();
        }
        if (record.copiesFiles() && !passage.mayCopyFiles()) {
            return Optional.of("your roles do not allow copying files");
        }
        return plan.command()
                .filter(String::isEmpty)
                .map(_ -> "this host has no such subsystem: only sftp, where a server for it is installed");
    }

    private void neverRan(String reason) {
        try {
            record.neverRan(reason);
        } catch (RuntimeException e) {
            log.error("end of a session that never ran not written session={} error={}", plan.id(), e.toString());
        } finally {
            workshop.runs().leave();
        }
        refuse(reason);
    }

    private void begin(RunningProcess started) {
        process = started;
        input = new ChannelInput(
                channel,
                new ProcessSink(started, bufferSize()),
                threads("session-in").factory(),
                ConnectionGauge.of(channel.getSession()));
        threads("session-out").start(() -> run(started));
        if (hungUp) {
            endGroup(started);
        }
    }

    private RunningProcess launch() throws IOException {
        UnixUser user = passage.user();
        Optional<Launch.Terminal> terminal = plan.terminal().map(t -> new Launch.Terminal(t.size(), t.modes(), user));
        if (!Launcher.directory(user).equals(user.home())) {
            say("there is no home directory " + user.home() + ", starting in /");
        }
        return plan.command().isPresent()
                ? workshop.launcher().command(user, plan.command().get(), plan.env(), terminal)
                : workshop.launcher().shell(user, plan.env(), terminal);
    }

    private Thread.Builder.OfPlatform threads(String name) {
        return Thread.ofPlatform().daemon().name(name).stackSize(STACK);
    }

    private int bufferSize() {
        return plan.terminal().isPresent() ? TERMINAL_BUFFER : Descriptor.MOST;
    }

    /** The session's own thread: all of its output, then its end. */
    private void run(RunningProcess running) {
        try {
            pumpAll(running);
            ExitState exit = running.waitFor();
            over.countDown();
            finish(running, exit);
        } finally {
            workshop.runs().leave();
        }
    }

    private void pumpAll(RunningProcess running) {
        Thread errors = running.error()
                .map(error -> threads("session-err").start(() -> pump(error, true)))
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
                record.output(buffer.bytes(), n, error);
                if (error) {
                    output.writeError(buffer.bytes(), 0, n);
                } else {
                    output.write(buffer.bytes(), 0, n);
                }
                buffer.got(n);
            }
        } catch (Failure e) {
            cut(e);
        } catch (IOException | RuntimeException e) {
            log.debug("output ends session={} error={}", plan.id(), e.toString());
        }
    }

    private void finish(RunningProcess running, ExitState exit) {
        ChannelInput in = input;
        if (in != null) {
            in.stop();
        }
        running.close();
        try {
            record.end(exit, hungUp ? Optional.of(passage.whyEnded()) : Optional.empty());
            channel.finish(exit);
        } catch (Failure e) {
            refuse(e.text());
        } catch (IOException | RuntimeException e) {
            log.debug("end not told session={} error={}", plan.id(), e.toString());
            channel.close(true);
        }
    }

    /** From the client. */
    void data(byte[] bytes, int offset, int length) throws IOException {
        ChannelInput in = input;
        if (in == null) {
            channel.getLocalWindow().release(length);
            return;
        }
        try {
            record.input(bytes, offset, length);
        } catch (Failure e) {
            cut(e);
            return;
        }
        in.data(bytes, offset, length);
    }

    void eof() {
        ChannelInput in = input;
        if (in != null) {
            in.eof();
        }
    }

    void resize(Pty.Size size) throws IOException {
        RunningProcess running = process;
        Optional<Pty> pty = running == null ? Optional.empty() : running.pty();
        if (pty.isPresent()) {
            record.resize(size);
            pty.get().resize(size);
        }
    }

    boolean signal(int number) {
        RunningProcess running = process;
        return running != null && running.signal(number);
    }

    /** The channel is closed: what still runs is hung up on, and killed when it does not care. */
    void hangUp() {
        hungUp = true;
        RunningProcess running = process;
        if (running != null && over.getCount() > 0) {
            endGroup(running);
        }
    }

    private void endGroup(RunningProcess running) {
        running.signal(SignalName.HUP);
        running.abandonOutput();
        Thread.ofVirtual().name("session-kill").start(() -> {
            try {
                Duration grace = workshop.settings().hangupGrace();
                if (!over.await(grace.toMillis(), TimeUnit.MILLISECONDS) && running.signal(SignalName.KILL)) {
                    log.info("session killed session={} reason=ignored-hangup", plan.id());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** In strict mode no recording means no session. */
    private void recordingFailed(Failure failure) {
        log.error("recording failed session={} error={}", plan.id(), failure.text());
        if (record.strict()) {
            cut(failure);
        }
    }

    /** Ends a running session; from a thread of its own, because the caller may be one that the end waits for. */
    private void cut(Failure why) {
        Thread.ofVirtual().name("session-cut").start(() -> refuse(why.text()));
    }

    private void refuse(String text) {
        try {
            say(text);
            channel.finish(new ExitState.Exited(REFUSED));
        } catch (IOException | RuntimeException e) {
            log.debug("refusal not told session={} error={}", plan.id(), e.toString());
            channel.close(true);
        }
    }

    private void say(String text) throws IOException {
        byte[] line = ("sallyport: " + Plain.text(text) + "\r\n").getBytes(UTF_8);
        output.writeError(line, 0, line.length);
    }
}
