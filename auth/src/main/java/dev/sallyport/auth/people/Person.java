package dev.sallyport.auth.people;

import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.auth.state.v1.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user.
 *
 * @param active false until the invite is accepted
 * @param lockedUntil end of a lockout; in the past where there is none
 * @param revision of the last change
 */
public record Person(
        String name,
        List<String> roles,
        Map<String, List<String>> traits,
        Instant created,
        boolean active,
        Instant lockedUntil,
        long revision) {

    static Person of(Records.Versioned<UserRecord> found, Instant lockedUntil) {
        UserRecord record = found.value();
        return new Person(
                record.getName(),
                List.copyOf(record.getRolesList()),
                traits(record),
                Instant.ofEpochSecond(record.getCreatedSeconds()),
                record.getActive(),
                lockedUntil,
                found.revision());
    }

    static Map<String, List<String>> traits(UserRecord record) {
        return lists(record.getTraitsMap());
    }

    static Map<String, List<String>> lists(Map<String, Values> stored) {
        Map<String, List<String>> traits = new TreeMap<>();
        stored.forEach((name, values) -> traits.put(name, List.copyOf(values.getValuesList())));
        return traits;
    }

    static Map<String, Values> values(Map<String, List<String>> traits) {
        Map<String, Values> values = new TreeMap<>();
        traits.forEach((name, list) ->
                values.put(name, Values.newBuilder().addAllValues(list).build()));
        return values;
    }
}
