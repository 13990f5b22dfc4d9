package dev.sallyport.auth.requests;

import dev.sallyport.model.access.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks for.
 *
 * @param roles names; at least one
 * @param nodes on which they are to count; none: everywhere
 * @param duration zero for the longest that is allowed, but at most 12 h
 * @param start not before then
 */
public record RequestDraft(
        List<String> roles, List<Resource.Node> nodes, String reason, Duration duration, Optional<Instant> start) {

    public RequestDraft {
        roles = roles.stream().distinct().toList();
        nodes = List.copyOf(nodes);
    }
}
