package dev.sallyport.cli.command;

import dev.sallyport.api.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Shows the last few events, then follows the trail by asking again every second. Events of agents arrive late, so each question reaches back over an overlap, and what was
 * shown already is left out.
 */
final class EventTail {

    private static final Duration OVERLAP = Duration.ofSeconds(30);
    /** What is shown of before, as {@code tail} does. */
    private static final int EARLIER = 10;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AuditServiceBlockingStub service;
    private final ListEventsRequest request;
    private final InstantSource clock;
    private Set<String> shown = new HashSet<>();

    EventTail(AuditServiceBlockingStub service, ListEventsRequest request, InstantSource clock) {
        this.service = service;
        this.request = request;
        this.clock = clock;
    }

    /** Shows events until the process ends or the thread is interrupted. */
    void run(Consumer<Event> show) {
        Instant from = request.hasFrom() ? Fields.time(request.getFrom()) : showEarlier(show);
        while (!Thread.interrupted()) {
            Instant asked = clock.instant();
            ask(from, show);
            Instant back = asked.minus(OVERLAP);
            from = back.isAfter(from) ? back : from;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Returns since when there may be more. */
    private Instant showEarlier(Consumer<Event> show) {
        Instant asked = clock.instant();
        List<Event> earlier = EventPages.newest(service, request, EARLIER).reversed();
        earlier.forEach(show);
        earlier.forEach(event -> shown.add(event.getId()));
        return asked;
    }

    private void ask(Instant from, Consumer<Event> show) {
        List<Event> events = EventPages.oldest(
                service, request.toBuilder().setFrom(Fields.timestamp(from)).build());
        Set<String> seen = new HashSet<>();
        for (Event event : events) {
            seen.add(event.getId());
            if (!shown.contains(event.getId())) {
                show.accept(event);
            }
        }
        shown = seen;
    }
}
