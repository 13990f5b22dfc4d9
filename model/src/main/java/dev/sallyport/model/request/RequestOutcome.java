package dev.sallyport.model.request;

import java.util.List;

/** What the reviews of a request come to. */
public sealed interface RequestOutcome {

    /** Everything that it asks for has been approved by enough. */
    record Approved(List<String> by) implements RequestOutcome {
        public Approved {
            by = List.copyOf(by);
        }
    }

    /** Enough denied something of it. */
    record Denied(List<String> by) implements RequestOutcome {
        public Denied {
            by = List.copyOf(by);
        }
    }

    /** Neither, so far. */
    record Pending() implements RequestOutcome {}
}
