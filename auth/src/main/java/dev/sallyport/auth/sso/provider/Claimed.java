package dev.sallyport.auth.sso.provider;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a provider says of a person who proved themselves to it.
 *
 * @param subject never another person's, at this provider
 * @param name what the user is to be called
 * @param values of claims or attributes, by name
 * @param why what was checked, one line each, for whoever tests a connector
 */
public record Claimed(String subject, String name, Map<String, List<String>> values, List<String> why) {

    public Claimed {
        values = Map.copyOf(values);
        why = List.copyOf(why);
    }

    /** The same with more values of one claim. */
    public Claimed with(String claim, List<String> more) {
        Map<String, List<String>> all = new TreeMap<>(values);
        all.merge(
                claim,
                more,
                (old, added) -> java.util.stream.Stream.concat(old.stream(), added.stream())
                        .distinct()
                        .toList());
        return new Claimed(subject, name, all, why);
    }
}
