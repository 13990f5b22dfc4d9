package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.TrailEvent;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.personal.PersonalFields;
import dev.sallyport.auth.search.EventQuery;
import dev.sallyport.auth.search.EventSearch;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reading the trail: each reader sees what roles let see, and that somebody read is in the trail before it is answered. */
public final class EventReading {

    private static final String OWN_TYPE = "audit.read";

    private final EventSearch search;
    private final Authorization authorization;
    private final Ledger ledger;
    private final PersonalFields personal;

    public EventReading(EventSearch search, Authorization authorization, Ledger ledger, PersonalFields personal) {
        this.personal = personal;
        this.search = search;
        this.authorization = authorization;
        this.ledger = ledger;
    }

    /** See {@link EventSearch#find}. */
    public EventSearch.Page list(Caller.Known reader, EventQuery query, int size, OptionalLong from, boolean upwards) {
        Action listing = new Action.Administer(Verb.LIST);
        boolean all = authorization.allows(reader, new Resource.AllOf(Kind.EVENT), listing);
        EventSearch.Page page = search.find(
                query, size, from, upwards, event -> all || authorization.allows(reader, thing(event), listing));
        // Who follows the trail would else read of his own reading for ever.
        if (page.hits().stream().anyMatch(hit -> !hit.event().type().equals(OWN_TYPE))) {
            write(reader, query, page.hits());
        }
        return shown(page);
    }

    /** What was searched is what is stored; what is shown has personal fields open. */
    private EventSearch.Page shown(EventSearch.Page page) {
        List<FlatEvent> events =
                personal.shown(page.hits().stream().map(EventSearch.Hit::event).toList());
        List<EventSearch.Hit> hits = IntStream.range(0, events.size())
                .mapToObj(i ->
                        new EventSearch.Hit(events.get(i), page.hits().get(i).index()))
                .toList();
        return new EventSearch.Page(hits, page.next(), page.end());
    }

    /** Somebody begins to read the log as a whole. */
    public void noteLog(Caller.Known reader) {
        ledger.write(() -> Plan.of(List.of(), new TrailEvent.LogRead(ledger.head(reader.subject())), true));
    }

    private void write(Caller.Known reader, EventQuery query, List<EventSearch.Hit> hits) {
        long first = hits.stream().mapToLong(EventSearch.Hit::index).min().orElse(0);
        long last = hits.stream().mapToLong(EventSearch.Hit::index).max().orElse(0);
        ledger.write(() -> Plan.of(
                List.of(),
                new TrailEvent.EventsRead(ledger.head(reader.subject()), query.told(), hits.size(), first, last),
                true));
    }

    /** An event as the conditions of roles see it: whose it is, as which login, on which node. */
    private static Resource.Thing thing(FlatEvent event) {
        String user = event.field("user");
        List<String> participants = user.isEmpty() ? List.of() : List.of(user);
        Resource.Passage passage = new Resource.Passage(participants, event.field("login"), event.field("node_name"));
        return new Resource.Thing(Kind.EVENT, event.id(), Map.of(), passage);
    }
}
