package dev.sallyport.auth.insight;

import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Grants;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Requirement;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.access.RoleSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The same decision with somebody's roles before and after. */
record Comparison(Identity identity, RoleSet before, RoleSet after, Circumstances at) {

    /** @param action what is gained or lost, as a person reads it */
    record Difference(boolean gains, String action) {}

    List<Difference> of(String text, Resource resource, Action action) {
        boolean had = decide(resource, action, before) instanceof Decision.Allow;
        boolean has = decide(resource, action, after) instanceof Decision.Allow;
        if (had != has) {
            return List.of(new Difference(has, text));
        }
        return has && action instanceof Action.Login ? conditions(text, resource, action) : List.of();
    }

    /** Where it is allowed before and after: without whom or what it no longer is, or is from now on. */
    private List<Difference> conditions(String text, Resource resource, Action action) {
        Set<String> wanted = conditions(decide(resource, action, before));
        Set<String> wants = conditions(decide(resource, action, after));
        if (wanted.equals(wants)) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        wants.stream()
                .filter(each -> !wanted.contains(each))
                .forEach(each -> found.add(new Difference(false, text + " without " + each)));
        wanted.stream()
                .filter(each -> !wants.contains(each))
                .forEach(each -> found.add(new Difference(true, text + " without " + each)));
        return found;
    }

    private static Set<String> conditions(Decision decision) {
        if (!(decision instanceof Decision.Allow allow)) {
            return Set.of();
        }
        Grants grants = allow.grants();
        Stream<String> factor =
                grants.sessionSecondFactor() ? Stream.of("a second factor for the session") : Stream.empty();
        return new LinkedHashSet<>(Stream.concat(grants.moderators().stream().map(Requirement::text), factor)
                .toList());
    }

    private Decision decide(Resource resource, Action action, RoleSet roles) {
        return AccessDecision.decide(identity, resource, action, at, roles);
    }
}
