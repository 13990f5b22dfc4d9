package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.EventSubject;
import java.util.List;
import java.util.stream.Stream;

/** Things of one kind that a provider keeps. */
interface ScimResources {

    /** A page of those that fit. */
    record Found(int total, List<ObjectNode> some) {
        public Found {
            some = List.copyOf(some);
        }

        /** Of all there are. */
        static Found of(Stream<ObjectNode> all, ScimFilter filter, ScimPage page) {
            List<ObjectNode> fitting = all.filter(filter::fits).toList();
            return new Found(
                    fitting.size(),
                    fitting.stream().skip(page.start() - 1L).limit(page.count()).toList());
        }
    }

    Found list(String connector, ScimFilter filter, ScimPage page);

    ObjectNode get(String connector, String id);

    ObjectNode create(String connector, ObjectNode wanted, EventSubject by);

    ObjectNode replace(String connector, String id, ObjectNode wanted, EventSubject by);

    ObjectNode patch(String connector, String id, ScimPatch patch, EventSubject by);

    void remove(String connector, String id, EventSubject by);
}
