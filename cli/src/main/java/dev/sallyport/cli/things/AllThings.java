package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The things of a cluster by their kinds. */
public final class AllThings {

    private static final Map<String, Function<ApiChannel, Things>> BY_KIND = Map.of("role", RoleThings::new);

    private AllThings() {}

    /** @param kind one of those that there are documents of */
    public static Things of(String kind, ApiChannel channel) {
        return Objects.requireNonNull(BY_KIND.get(kind), kind).apply(channel);
    }
}
