package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A sink that remembers, and fails as told. */
final class RecordingSink implements EventSink {

    final List<String> delivered = new ArrayList<>();
    final Set<String> poison = new HashSet<>();
    boolean away;

    @Override
    public synchronized void deliver(List<FlatEvent> events) {
        if (away) {
            throw Failure.of(FailureCode.UNAVAILABLE, "auth is away");
        }
        if (events.stream().anyMatch(event -> poison.contains(event.id()))) {
            throw Failure.of(FailureCode.INVALID, "one of them is malformed");
        }
        events.forEach(event -> delivered.add(event.id()));
    }
}
