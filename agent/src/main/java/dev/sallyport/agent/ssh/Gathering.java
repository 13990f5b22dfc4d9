package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.model.access.Quorum;
import dev.sallyport.model.access.Requirement;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.SharedSessions.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who is in a session besides whose it is, and whether it may go on with those who are. What moves is decided under one lock and done
 * outside of it; nothing here waits for anybody's terminal.
 *
 * <p>WAITING → GOING ⇄ PAUSED, and from each of them OVER.
 */
final class Gathering {

    /** People who may be in one session at once, besides whose it is. */
    static final int MOST = 16;

    /** Longest that a session waits for somebody who must be there. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** How long before a proof of being there runs out a new one is asked for. */
    static final Duration WARNING = Duration.ofSeconds(30);

    /** For how long a seat is kept for a moderator who is away to prove that he is there. */
    static final Duration SEAT_KEPT = Duration.ofSeconds(60);

    /** The session, as it is moved from here. None of these may wait for a person. */
    interface Host {
        /** All who must be there are, for the first time. */
        void begin();

        /** This is on everybody's screen now. */
        void shown(byte[] line);

        /** Somebody who joined types this. */
        void typed(byte[] bytes, int offset, int length);

        /** Where to type; empty while nothing runs. */
        Optional<SharedSink> keyboard();

        /** It has to end. */
        void end(String why);
    }

    private enum State {
        WAITING,
        GOING,
        PAUSED,
        OVER
    }

    /** The seat of somebody who is away for a moment. */
    private record Seat(Quorum.Attendant attendant, Instant until) {}

    private final Workshop workshop;
    private final UUID id;
    private final Passage owner;
    private final Host host;
    private final Audience audience;
    private final Chronicle chronicle;
    private final Map<String, Seat> away = new HashMap<>();
    private final Set<Attendee> warned = new HashSet<>();
    private volatile State state = State.WAITING;
    private Instant since;
    private boolean closed;

    Gathering(Workshop workshop, UUID id, Passage owner, Audience audience, Host host) {
        this.workshop = workshop;
        this.id = id;
        this.owner = owner;
        this.audience = audience;
        this.host = host;
        this.chronicle = new Chronicle(workshop, id, owner, audience, host);
        this.since = workshop.clock().instant();
    }

    String id() {
        return id.toString();
    }

    Passage owner() {
        return owner;
    }

    /** As a decision sees it. */
    Resource.LiveSession resource(Resource.Node self) {
        return new Resource.LiveSession(
                self,
                id(),
                owner.subject().user(),
                owner.certificate().identity().identity().allRoles(),
                owner.user().name());
    }

    /** From now on it can be joined. Returns whether it may begin at once; if not, {@link Host#begin} is called when it may. */
    boolean open() {
        workshop.gatherings().add(this);
        Quorum quorum = quorum(now());
        if (quorum instanceof Quorum.Missing missing) {
            chronicle.waits(missing);
            look(now());
            return false;
        }
        state = State.GOING;
        return true;
    }

    /** How often a moderator has to prove that he is there; empty: never. */
    Optional<Duration> presence() {
        return required().stream()
                .flatMap(requirement -> requirement.anyOf().stream())
                .map(Require::presence)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** Lets somebody in who was allowed to. Returns why not. Throws where it cannot be written down: then nobody came in. */
    Optional<String> join(Attendee one) {
        Optional<String> objection = objection();
        if (objection.isPresent()) {
            return objection;
        }
        chronicle.joins(one);
        synchronized (this) {
            objection = objection();
            if (objection.isEmpty()) {
                audience.add(one);
                away.remove(one.user());
            }
        }
        if (objection.isPresent()) {
            chronicle.left(one, objection.get());
            return objection;
        }
        one.lane().start();
        announce(one.text() + " joined");
        look(now());
        return Optional.empty();
    }

    private synchronized Optional<String> objection() {
        if (state == State.OVER) {
            return Optional.of("this session is over");
        }
        return audience.all().size() >= MOST
                ? Optional.of("there are " + MOST + " people in this session already, as many as there may be")
                : Optional.empty();
    }

    /** Somebody is gone. Once for each who joined; what comes later changes nothing. */
    void leave(Attendee one, String reason) {
        synchronized (this) {
            if (!audience.remove(one)) {
                return;
            }
            warned.remove(one);
        }
        chronicle.left(one, reason);
        announce(one.text() + " left");
        look(now());
    }

    /** The same, and the seat is kept for a moment: for whoever goes to fetch a proof of being there. */
    void step(Attendee one) {
        synchronized (this) {
            if (audience.all().contains(one) && one.proved().isPresent()) {
                away.put(one.user(), new Seat(one.attendant(), now().plus(SEAT_KEPT)));
            }
        }
        leave(one, "to prove being there");
    }

    /** A moderator ends it for everybody. */
    void terminate(Attendee by) {
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = State.OVER;
        }
        end(by.subject(), by.text() + " ended this session");
    }

    private void end(EventSubject subject, String why) {
        chronicle.terminated(subject, why);
        host.end(why);
        over(why);
    }

    /** The session has ended; everybody is told and goes. */
    void over(String why) {
        List<Attendee> here;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            state = State.OVER;
            here = audience.clear();
            away.clear();
            warned.clear();
            notifyAll();
        }
        workshop.gatherings().remove(this);
        for (Attendee one : here) {
            one.lane().end(Audience.line(why));
            chronicle.left(one, why);
        }
    }

    /** Time has passed. */
    void tick(Instant now) {
        List<Attendee> late;
        boolean impatient;
        synchronized (this) {
            away.values().removeIf(seat -> !now.isBefore(seat.until()));
            late = audience.all().stream()
                    .filter(one -> isDue(one, now) && warned.add(one))
                    .toList();
            impatient = (state == State.WAITING || state == State.PAUSED) && !now.isBefore(since.plus(PATIENCE));
            state = impatient ? State.OVER : state;
        }
        late.forEach(one -> one.lane()
                .offer(Audience.line("prove that you are there, in " + WARNING.toSeconds() + " s at most: press p")));
        if (impatient) {
            end(
                    chronicle.ofOwner(),
                    "nobody who must be in this session came for " + PATIENCE.toMinutes() + " minutes");
        } else {
            look(now);
        }
    }

    /** Whether a new proof is wanted of this moderator soon. */
    boolean isDue(Attendee one, Instant now) {
        return presence()
                .flatMap(span -> one.proved().map(proved -> proved.plus(span).minus(WARNING)))
                .filter(due -> !now.isBefore(due))
                .isPresent();
    }

    private void look(Instant now) {
        Runnable then;
        synchronized (this) {
            then = moved(now);
        }
        then.run();
    }

    private Runnable moved(Instant now) {
        Quorum quorum = quorum(now);
        return switch (state) {
            case OVER -> () -> {};
            case WAITING -> quorum instanceof Quorum.Met ? going(host::begin) : () -> {};
            case PAUSED -> quorum instanceof Quorum.Met ? going(() -> {}) : () -> {};
            case GOING -> quorum instanceof Quorum.Missing missing ? halted(missing, now) : () -> {};
        };
    }

    private Runnable going(Runnable then) {
        state = State.GOING;
        notifyAll();
        return () -> {
            chronicle.resumed();
            then.run();
        };
    }

    private Runnable halted(Quorum.Missing missing, Instant now) {
        if (!missing.pauses()) {
            state = State.OVER;
            return () -> end(chronicle.ofOwner(), "this session may not go on without " + missing.wanted());
        }
        state = State.PAUSED;
        since = now;
        return () -> chronicle.paused(missing);
    }

    private synchronized Quorum quorum(Instant now) {
        List<Quorum.Attendant> there = Stream.concat(
                        audience.all().stream().map(Attendee::attendant),
                        away.values().stream()
                                .filter(seat -> now.isBefore(seat.until()))
                                .map(Seat::attendant))
                .toList();
        return Quorum.of(required(), chronicle.owner(), there, now);
    }

    private List<Requirement> required() {
        return owner.moderators();
    }

    /** Whether anything may go in or out now. */
    boolean isGoing() {
        return state == State.GOING;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Returns when output may be shown, or the session is over. */
    synchronized void awaitGoing() {
        try {
            while (state == State.WAITING || state == State.PAUSED) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Audience audience() {
        return audience;
    }

    /** What somebody who joined types, on its way to {@link Host#keyboard}. */
    void typed(byte[] bytes, int offset, int length) {
        owner.touch();
        host.typed(bytes, offset, length);
    }

    Optional<SharedSink> keyboard() {
        return host.keyboard();
    }

    /** Who is here, for whoever comes. */
    String company() {
        String others = audience.text();
        return others.isEmpty() ? chronicle.owner() : chronicle.owner() + ", " + others;
    }

    /** A line on everybody's screen, and in the recording. */
    void announce(String text) {
        chronicle.announce(text);
    }

    private Instant now() {
        return workshop.clock().instant();
    }
}
