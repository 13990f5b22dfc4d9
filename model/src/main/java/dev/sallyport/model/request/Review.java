package dev.sallyport.model.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one reviewer said.
 *
 * @param roles the reviewer's when he said it
 * @param traits the reviewer's when he said it
 * @param marks of what the reviewer proves himself with: keys and second factors, hashed
 */
public record Review(
        String reviewer,
        boolean approves,
        String reason,
        Instant at,
        List<String> roles,
        Map<String, List<String>> traits,
        Set<String> marks) {

    public Review {
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
        marks = Set.copyOf(marks);
    }
}
