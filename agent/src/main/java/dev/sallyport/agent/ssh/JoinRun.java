package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.ExitState;
import dev.sallyport.agent.process.Pty;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.role.SessionMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody's part in a session that he joined: what is shown comes through a {@link Lane}, and what he types goes where his mode says.
 * Observers and moderators type to this, not to the session: Ctrl-C or q leaves; for moderators t twice ends the session, p goes to prove
 * being there.
 */
final class JoinRun implements ChannelRun {

    private static final Logger log = LoggerFactory.getLogger(JoinRun.class);

    private static final Duration TWICE = Duration.ofSeconds(5);
    private static final int REFUSED = 254;

    private final SessionChannel channel;
    private final ChannelOutput output;
    private final Workshop workshop;
    private final Passage passage;
    private final Gathering gathering;
    private final SessionMode mode;
    private final Optional<Presence.Proved> proved;
    private final AtomicInteger code = new AtomicInteger();
    private volatile @Nullable Attendee me;
    private @Nullable ChannelInput keyboard;
    private Instant askedToEnd = Instant.EPOCH;
    private boolean hinted;

    /** @param proof what the client says to prove being there; may be empty */
    JoinRun(
            SessionChannel channel,
            ChannelOutput output,
            Workshop workshop,
            Passage passage,
            Joining joining,
            String proof) {
        this.channel = channel;
        this.output = output;
        this.workshop = workshop;
        this.passage = passage;
        this.gathering = joining.gathering();
        this.mode = joining.mode();
        this.proved = Presence.proved(
                proof,
                passage.subject().user(),
                gathering.id(),
                workshop.view().policyAuthorities(),
                workshop.clock().instant());
    }

    @Override
    public void start() {
        if (mode == SessionMode.MODERATOR && gathering.presence().isPresent() && proved.isEmpty()) {
            refuse(
                    "this session wants its moderators to prove that they are there: sally join does, or "
                            + PresenceSeal.VARIABLE,
                    PresenceSeal.WANTED);
            return;
        }
        Optional<String> locked = proved.flatMap(this::lockOnProof);
        if (locked.isPresent()) {
            refuse(locked.get(), REFUSED);
            return;
        }
        Lane lane = new Lane(output::write, new Welcome(), true, this::finish);
        Attendee one = new Attendee(
                passage.identity(),
                mode,
                proved.map(Presence.Proved::at),
                passage.subject().withSession(gathering.id()),
                lane);
        me = one;
        try {
            Optional<String> objection = gathering.join(one);
            if (objection.isPresent()) {
                refuse(objection.get(), REFUSED);
            } else if (channel.isClosing()) {
                hangUp();
            }
        } catch (Failure e) {
            log.warn("join not written down session={} error={}", gathering.id(), e.text());
            refuse(e.text(), REFUSED);
        }
    }

    /** From now on a lock on what proved it ends the connection too; the answer is whether there is one already. */
    private Optional<String> lockOnProof(Presence.Proved proof) {
        passage.provedBy(proof.device());
        return LockCheck.on(passage, workshop);
    }

    /** What is said with the first picture; later ones say how much was missed. */
    private final class Welcome implements Lane.CatchUp {
        private boolean said;

        @Override
        public byte[] bytes(Lane lane) {
            String first =
                    said ? "" : "you are here as " + mode.text() + ": " + keys() + ". Here: " + gathering.company();
            said = true;
            return gathering.audience().picture(lane, first);
        }
    }

    private String keys() {
        return switch (mode) {
            case OBSERVER -> "Ctrl-C or q leaves";
            case PEER -> "what you type goes to the session, ~. leaves";
            case MODERATOR -> "Ctrl-C or q leaves, t twice ends the session for everybody, p proves that you are there";
        };
    }

    private void finish() {
        try {
            channel.finish(new ExitState.Exited(code.get()));
        } catch (IOException | RuntimeException e) {
            log.debug("end not told session={} error={}", gathering.id(), e.toString());
            channel.close(true);
        }
    }

    /** Not by this thread, which is the connection's: a client may be slow to take it. */
    private void refuse(String text, int exit) {
        code.set(exit);
        Lane lane = new Lane(output::writeError, _ -> new byte[0], false, this::finish);
        lane.end(Audience.line(text));
    }

    private void leave(Attendee one, String text, int exit) {
        code.set(exit);
        one.lane().end(Audience.line(text));
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
        Attendee one = me;
        if (one != null && mode == SessionMode.PEER) {
            type(bytes, offset, length);
            return;
        }
        channel.getLocalWindow().release(length);
        for (int i = offset; one != null && i < offset + length; i++) {
            key(one, bytes[i]);
        }
    }

    private void type(byte[] bytes, int offset, int length) throws IOException {
        ChannelInput in = keyboard();
        if (in == null || !gathering.isGoing()) {
            channel.getLocalWindow().release(length);
            return;
        }
        gathering.typed(bytes, offset, length);
        in.data(bytes, offset, length);
    }

    private @Nullable ChannelInput keyboard() {
        if (keyboard == null) {
            gathering
                    .keyboard()
                    .ifPresent(sink -> keyboard = new ChannelInput(
                            channel,
                            sink.ofGuest(),
                            SessionRun.threads("session-in").factory(),
                            ConnectionGauge.of(channel.getSession())));
        }
        return keyboard;
    }

    private void key(Attendee one, int key) {
        if (key == Keys.INTERRUPT || key == 'q') {
            gathering.leave(one, "left");
            leave(one, "you left the session", 0);
        } else if (mode == SessionMode.MODERATOR && key == 't') {
            terminate(one);
        } else if (mode == SessionMode.MODERATOR
                && key == 'p'
                && gathering.presence().isPresent()) {
            gathering.step(one);
            leave(one, "prove that you are there, and come back", PresenceSeal.WANTED);
        } else if (!hinted) {
            hinted = true;
            one.lane().offer(Audience.line("as " + mode.text() + " you cannot type here: " + keys()));
        }
    }

    private void terminate(Attendee one) {
        Instant now = workshop.clock().instant();
        if (now.isBefore(askedToEnd.plus(TWICE))) {
            gathering.terminate(one);
            return;
        }
        askedToEnd = now;
        one.lane()
                .offer(Audience.line(
                        "press t again within " + TWICE.toSeconds() + " s to end this session for everybody"));
    }

    @Override
    public void eof() {
        // Whoever watches need not type.
    }

    @Override
    public void resize(Pty.Size size) {
        // The size of the terminal is that of whose session it is.
    }

    @Override
    public boolean signal(int number) {
        return false;
    }

    @Override
    public void hangUp() {
        Attendee one = me;
        if (one != null) {
            gathering.leave(one, passage.whyEnded());
            one.lane().stop();
        }
        ChannelInput in = keyboard;
        if (in != null) {
            in.stop();
        }
    }
}
