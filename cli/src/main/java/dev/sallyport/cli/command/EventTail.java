package dev.sallyport.cli.command;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Page;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Shows the last few events, or all since a time, then what comes, by asking again every second from where the last answer
 * ended. Events are in the order in which auth stored them: what an agent delivers late is shown when it comes, once.
 */
final class EventTail {

    private static final int PAGE = 1000;

    /** What is shown of before, as {@code tail} does. */
    private static final int EARLIER = 10;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AuditServiceBlockingStub service;
    private final ListEventsRequest request;

    EventTail(AuditServiceBlockingStub service, ListEventsRequest request) {
        this.service = service;
        this.request = request;
    }

    /** Shows events until the process ends or the thread is interrupted. */
    void run(Consumer<Event> show) {
        String token = request.hasFrom() ? "" : showEarlier(show);
        while (!Thread.interrupted()) {
            ListEventsReply reply = ask(token, true, PAGE);
            reply.getEventsList().forEach(show);
            boolean more = !reply.getNextPageToken().isEmpty();
            token = more ? reply.getNextPageToken() : reply.getFollowToken();
            if (!more) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** @return where to go on */
    private String showEarlier(Consumer<Event> show) {
        ListEventsReply newest = ask("", false, EARLIER);
        List<Event> earlier = newest.getEventsList();
        earlier.reversed().forEach(show);
        return newest.getFollowToken();
    }

    private ListEventsReply ask(String token, boolean oldestFirst, int size) {
        Page page = Page.newBuilder().setPageSize(size).setPageToken(token).build();
        return GrpcFailures.calling(() -> service.listEvents(
                request.toBuilder().setPage(page).setOldestFirst(oldestFirst).build()));
    }
}
