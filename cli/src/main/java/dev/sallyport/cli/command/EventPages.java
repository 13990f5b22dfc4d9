package dev.sallyport.cli.command;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Page;
import java.util.ArrayList;
import java.util.List;

/** Fetches events, page by page. */
final class EventPages {

    private static final int PAGE = 1000;

    private EventPages() {}

    /** The newest events first; {@code limit} 0 for all. */
    static List<Event> newest(AuditServiceBlockingStub service, ListEventsRequest request, int limit) {
        List<Event> events = new ArrayList<>();
        String token = "";
        do {
            int wanted = limit == 0 ? PAGE : Math.min(PAGE, limit - events.size());
            Page page =
                    Page.newBuilder().setPageSize(wanted).setPageToken(token).build();
            ListEventsReply reply = GrpcFailures.calling(
                    () -> service.listEvents(request.toBuilder().setPage(page).build()));
            events.addAll(reply.getEventsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && (limit == 0 || events.size() < limit));
        return events;
    }
}
