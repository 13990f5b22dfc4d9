package dev.sallyport.auth.lists;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lists give one user.
 *
 * @param roles names, and until when the user has them as things are now
 */
public record ListGrant(Map<String, Instant> roles) {

    public static final ListGrant NONE = new ListGrant(Map.of());

    public ListGrant {
        roles = java.util.Collections.unmodifiableMap(new TreeMap<>(roles));
    }

    /** These and those of the lists, without repetition. */
    public List<String> with(Collection<String> own) {
        return roles.isEmpty()
                ? List.copyOf(own)
                : Stream.concat(own.stream(), roles.keySet().stream())
                        .distinct()
                        .toList();
    }

    /** This time, cut to the first end of a role that the user has by a list only. */
    public Duration cut(Duration ttl, Collection<String> own, Instant now) {
        return roles.entrySet().stream()
                .filter(role -> !own.contains(role.getKey()))
                .filter(role -> role.getValue().isBefore(now.plus(ttl)))
                .map(role -> Duration.between(now, role.getValue()))
                .reduce(ttl, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
}
