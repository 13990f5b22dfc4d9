package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Descriptor;
import dev.sallyport.agent.process.ExitState;
import dev.sallyport.agent.process.Launch;
import dev.sallyport.agent.process.Launcher;
import dev.sallyport.agent.process.Pty;
import dev.sallyport.agent.process.RunningProcess;
import dev.sallyport.agent.process.SignalName;
import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shell, command or file copy, from its start to its end. Output has threads of its own ({@link SessionOutput}); input goes
 * straight to the process and needs a thread only when it lags.
 */
final class SessionRun implements ChannelRun {

    private static final Logger log = LoggerFactory.getLogger(SessionRun.class);

    private static final int STACK = 256 * 1024;

    private final SessionChannel channel;
    private final ChannelOutput output;
    private final Workshop workshop;
    private final Passage passage;
    private final SessionPlan plan;
    private final SessionRecord record;
    private final Farewell farewell;
    private final CountDownLatch over = new CountDownLatch(1);
    /** Of a session with a terminal: others may come. */
    private final Optional<Gathering> gathering;

    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile @Nullable SharedSink keyboard;
    private volatile String endedBecause = "";
    private volatile @Nullable RunningProcess process;
    private volatile @Nullable ChannelInput input;
    private volatile boolean hungUp;

    SessionRun(SessionChannel channel, ChannelOutput output, Workshop workshop, Passage passage, SessionPlan plan) {
        this.channel = channel;
        this.output = output;
        this.workshop = workshop;
        this.passage = passage;
        this.plan = plan;
        this.farewell = new Farewell(channel, output, plan.id());
        this.record = new SessionRecord(workshop, passage, plan, this::recordingFailed);
        this.gathering = plan.terminal()
                .map(terminal -> new Gathering(
                        workshop,
                        plan.id(),
                        passage,
                        new Audience(terminal.size(), output::writeError),
                        new Company()));
    }

    /** Starts it; whatever is in the way is told to the person on standard error and ends the session. */
    @Override
    public void start() {
        Optional<String> objection = objection();
        if (objection.isPresent()) {
            record.denied(objection.get());
            farewell.refuse(objection.get());
            return;
        }
        workshop.runs().enter();
        try {
            record.begin();
            if (gathering.isPresent() && !gathering.get().open()) {
                awaitOthers();
                return;
            }
        } catch (Failure e) {
            neverRan(e.text());
            return;
        }
        launchNow();
    }

    /** Somebody has to come first; who gives up meanwhile has run nothing. */
    private void awaitOthers() {
        waiting.set(true);
        if (hungUp) {
            giveUp();
        } else if (gathering.orElseThrow().isGoing()) {
            beginLate();
        }
    }

    private void beginLate() {
        if (waiting.compareAndSet(true, false)) {
            launchNow();
        }
    }

    private void giveUp() {
        if (waiting.compareAndSet(true, false)) {
            neverRan(whyEnded());
        }
    }

    private void launchNow() {
        try {
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
        if (!passage.moderators().isEmpty() && (plan.terminal().isEmpty() || record.copiesFiles())) {
            return Optional.of("your roles want somebody to watch, which takes a session with a terminal (ssh -t): "
                    + "no command without one, no copying of files");
        }
        if (record.copiesFiles() && !passage.mayCopyFiles()) {
            return Optional.of("your roles do not allow copying files");
        }
        return plan.command()
                .filter(String::isEmpty)
                .map(_ -> "this host has no such subsystem: only sftp, where a server for it is installed");
    }

    private void neverRan(String reason) {
        gathering.ifPresent(company -> company.over("the session did not begin: " + reason));
        try {
            record.neverRan(reason);
        } catch (RuntimeException e) {
            log.error("end of a session that never ran not written session={} error={}", plan.id(), e.toString());
        } finally {
            workshop.runs().leave();
        }
        farewell.refuse(reason);
    }

    private void begin(RunningProcess started) {
        process = started;
        ChannelInput.Sink sink = new ProcessSink(started, bufferSize());
        if (gathering.isPresent()) {
            SharedSink shared = new SharedSink(sink, gathering.get()::isGoing);
            keyboard = shared;
            sink = shared;
        }
        input = new ChannelInput(
                channel, sink, threads("session-in").factory(), ConnectionGauge.of(channel.getSession()));
        threads("session-out").start(() -> run(started));
        if (hungUp) {
            endGroup(started);
        }
    }

    private RunningProcess launch() throws IOException {
        UnixUser user = passage.user();
        Optional<Launch.Terminal> terminal = plan.terminal().map(t -> new Launch.Terminal(t.size(), t.modes(), user));
        if (!Launcher.directory(user).equals(user.home())) {
            farewell.say("there is no home directory " + user.home() + ", starting in /");
        }
        return plan.command().isPresent()
                ? workshop.launcher().command(user, plan.command().get(), plan.env(), terminal)
                : workshop.launcher().shell(user, plan.env(), terminal);
    }

    static Thread.Builder.OfPlatform threads(String name) {
        return Thread.ofPlatform().daemon().name(name).stackSize(STACK);
    }

    private int bufferSize() {
        return plan.terminal().isPresent() ? SessionOutput.TERMINAL_BUFFER : Descriptor.MOST;
    }

    /** The session's own thread: all of its output, then its end. */
    private void run(RunningProcess running) {
        try {
            new SessionOutput(plan, record, gathering, output, farewell).pump(running);
            ExitState exit = running.waitFor();
            over.countDown();
            finish(running, exit);
        } finally {
            workshop.runs().leave();
        }
    }

    private void finish(RunningProcess running, ExitState exit) {
        ChannelInput in = input;
        if (in != null) {
            in.stop();
        }
        running.close();
        gathering.ifPresent(company -> company.over("the session has ended"));
        try {
            record.end(exit, hungUp ? Optional.of(whyEnded()) : Optional.empty());
            farewell.exit(exit);
        } catch (Failure e) {
            farewell.refuse(e.text());
        } catch (RuntimeException e) {
            log.debug("end not written session={} error={}", plan.id(), e.toString());
            channel.close(true);
        }
    }

    private String whyEnded() {
        return endedBecause.isEmpty() ? passage.whyEnded() : endedBecause;
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
        ChannelInput in = input;
        if (in == null || gathering.filter(company -> !company.isGoing()).isPresent()) {
            channel.getLocalWindow().release(length);
            if (waiting.get() && Keys.givesUp(bytes, offset, length)) {
                end("you gave up waiting");
            }
            return;
        }
        try {
            record.input(bytes, offset, length);
        } catch (Failure e) {
            farewell.cut(e.text());
            return;
        }
        in.data(bytes, offset, length);
    }

    @Override
    public void eof() {
        ChannelInput in = input;
        if (in != null) {
            in.eof();
        }
    }

    @Override
    public void resize(Pty.Size size) throws IOException {
        gathering.ifPresent(company -> company.audience().resized(size));
        RunningProcess running = process;
        Optional<Pty> pty = running == null ? Optional.empty() : running.pty();
        if (pty.isPresent()) {
            record.resize(size);
            pty.get().resize(size);
        }
    }

    @Override
    public boolean signal(int number) {
        RunningProcess running = process;
        return gathering.map(Gathering::isGoing).orElse(true) && running != null && running.signal(number);
    }

    /** The channel is closed: what still runs is hung up on, and killed when it does not care. */
    @Override
    public void hangUp() {
        hungUp = true;
        gathering.ifPresent(company -> company.over("the session has ended: " + whyEnded()));
        giveUp();
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

    /** In strict mode no recording means no session. Whoever tells this does not wait for a disk. */
    private void recordingFailed(Failure failure) {
        log.error("recording failed session={} error={}", plan.id(), failure.text());
        if (record.strict()) {
            farewell.cut(failure.text());
        } else {
            Thread.ofVirtual().name("session-gap").start(() -> record.goesOnWithout(failure));
        }
    }

    /** Ends it for everybody, whether or not its person takes what he is told. */
    private void end(String why) {
        endedBecause = why;
        farewell.end(why, this::hangUp);
    }

    /** The session as those who joined see it. */
    private final class Company implements Gathering.Host {
        @Override
        public void begin() {
            Thread.ofVirtual().name("session-begin").start(SessionRun.this::beginLate);
        }

        @Override
        public void shown(byte[] line) {
            try {
                record.output(line, line.length, false);
            } catch (Failure e) {
                farewell.cut(e.text());
            }
        }

        @Override
        public void typed(byte[] bytes, int offset, int length) {
            try {
                record.input(bytes, offset, length);
            } catch (Failure e) {
                farewell.cut(e.text());
            }
        }

        @Override
        public Optional<SharedSink> keyboard() {
            return Optional.ofNullable(keyboard);
        }

        @Override
        public void end(String why) {
            SessionRun.this.end(why);
        }
    }
}
