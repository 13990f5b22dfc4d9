package dev.sallyport.model.access;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides. First the locks are looked at: one that is in the way is a no. Then every role is asked whether it denies: one is enough. Then whether one allows; what those that do say of
 * the session is joined.
 *
 * <p>Roles are handed in, so that who fetched or carried them does not matter here; as a {@link RoleSet} they are made
 * ready once for many decisions. A role that the identity names and that was not handed in allows nothing.
 */
public final class AccessDecision {

    private AccessDecision() {}

    /**
     * Decides whether this identity may do this with this resource.
     *
     * @param identity from a certificate that was verified
     * @param resource what is wanted
     * @param action what is to be done with it
     * @param known roles by whoever holds them; only those that the identity names count
     */
    public static Decision decide(
            Identity identity, Resource resource, Action action, Circumstances at, Collection<Role> known) {
        if (!actsByRoles(identity.kind())) {
            return new Decision.Deny("a certificate of kind " + identity.kind() + " does not act by roles", List.of());
        }
        try {
            Optional<Lock> lock = at.lockOn(identity, resource, action);
            if (lock.isPresent()) {
                return new Decision.Deny(lock.get().told(), List.of());
            }
            Asker asker = Asker.of(identity, at);
            Optional<Judge> judge = judge(asker, resource, action);
            return judge.isEmpty()
                    ? new Decision.Deny("this is nothing that can be done there", List.of())
                    : judged(asker, judge.get(), RoleSet.of(known).heldBy(identity, resource));
        } catch (RuntimeException e) {
            return new Decision.Deny("deciding failed: " + e, List.of());
        }
    }

    private static Optional<Judge> judge(Asker asker, Resource resource, Action action) {
        return switch (resource) {
            case Resource.Node node ->
                switch (action) {
                    case Action.See _ -> Optional.of(new NodeAccess(asker, node, Optional.empty()));
                    case Action.Login(String login) -> Optional.of(new NodeAccess(asker, node, Optional.of(login)));
                    case Action.Join _, Action.Administer _ -> Optional.empty();
                };
            case Resource.LiveSession session ->
                action instanceof Action.Join(SessionMode mode)
                        ? Optional.of(new SessionAccess(asker, session, mode))
                        : Optional.empty();
            case Resource.Thing thing -> verb(action).map(verb -> RuleAccess.to(asker.with(thing), thing.kind(), verb));
            case Resource.AnyOf(Kind kind) -> verb(action).map(verb -> RuleAccess.toSome(kind, verb));
            case Resource.AllOf(Kind kind) -> verb(action).map(verb -> RuleAccess.toAll(kind, verb));
        };
    }

    private static Optional<Verb> verb(Action action) {
        return action instanceof Action.Administer(Verb verb) ? Optional.of(verb) : Optional.empty();
    }

    private static Decision judged(Asker asker, Judge judge, List<Role> roles) {
        List<Finding> trail = new ArrayList<>(roles.size());
        List<Role> open = new ArrayList<>();
        boolean denied = false;
        for (Role role : roles) {
            Optional<Finding> denial = judge.denies(role);
            denied |= denial.isPresent();
            Finding finding = denial.isPresent() ? denial.get() : judge.allows(role);
            trail.add(finding);
            if (finding.effect() == Finding.Effect.ALLOWS) {
                open.add(role);
            }
        }
        if (denied || open.isEmpty()) {
            return new Decision.Deny("", trail);
        }
        List<String> forced = forced(open);
        return forced.size() > 1
                ? new Decision.Deny("your roles force different commands here: " + String.join(", ", forced), trail)
                : new Decision.Allow(
                        Grants.joined(open, commands(asker, open, roles, forced)),
                        open.getFirst().name(),
                        trail);
    }

    /** Commands are allowed by the roles that let somebody in, and denied by any that is held. */
    private static CommandRules commands(Asker asker, List<Role> open, List<Role> held, List<String> forced) {
        boolean anything = false;
        List<TextPattern> allowed = new ArrayList<>();
        for (Role role : open) {
            List<TextPattern> commands = role.allow().commands();
            anything |= commands.isEmpty();
            allowed.addAll(commands);
        }
        List<TextPattern> denied = new ArrayList<>();
        for (Role role : held) {
            denied.addAll(role.deny().commands());
        }
        return new CommandRules(anything, allowed, denied, forced.stream().findFirst(), asker.user());
    }

    private static List<String> forced(List<Role> roles) {
        List<String> forced = new ArrayList<>(1);
        for (Role role : roles) {
            Optional<String> command = role.options().forceCommand();
            if (command.isPresent() && !forced.contains(command.get())) {
                forced.add(command.get());
            }
        }
        return forced;
    }

    /** Machines and auth itself never pass for people, whatever roles a certificate of theirs names. */
    private static boolean actsByRoles(Identity.Kind kind) {
        return switch (kind) {
            case USER, LOCAL_ADMIN -> true;
            case NODE, PROXY, AUTH -> false;
        };
    }

    /**
     * The Unix users that a role gives this identity by name, traits filled in: what a certificate lists. Patterns name
     * nobody.
     */
    public static List<String> logins(Role role, Identity identity) {
        Bindings user = Asker.of(identity, new Circumstances(Instant.EPOCH)).user();
        return role.allow().logins().stream()
                .flatMap(pattern -> switch (pattern) {
                    case TextPattern.Exactly(String login) -> List.of(login).stream();
                    case TextPattern.Filled(var template) -> template.expand(user).stream();
                    case TextPattern.Any _, TextPattern.Wild _, TextPattern.Shape _ -> List.<String>of().stream();
                })
                .distinct()
                .toList();
    }
}
