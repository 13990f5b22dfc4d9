package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.EventSubject;
import java.util.List;

/** Things of one kind that a provider keeps. */
interface ScimResources {

    /** A page of those that fit. */
    record Found(int total, List<ObjectNode> some) {
        public Found {
            some = List.copyOf(some);
        }
    }

    Found list(String connector, ScimFilter filter, ScimPage page);

    ObjectNode get(String connector, String id);

    ObjectNode create(String connector, ObjectNode wanted, EventSubject by);

    ObjectNode replace(String connector, String id, ObjectNode wanted, EventSubject by);

    ObjectNode patch(String connector, String id, ScimPatch patch, EventSubject by);

    void remove(String connector, String id, EventSubject by);
}
