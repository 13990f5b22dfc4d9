package dev.sallyport.auth.insight;

import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.expression.Glob;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import dev.sallyport.model.role.TextPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which sessions to ask about, to see whom a role lets join what: on each node one of a holder of each role that may be
 * joined at all, in each way. Not only sessions that run: a right counts for those to come.
 */
final class JoinQuestions {

    /** Of nobody in particular: a person's own sessions are joined by the right to log in. */
    private static final String SOMEBODY = "";

    private JoinQuestions() {}

    /**
     * The questions about one person.
     *
     * @param before roles that the person holds
     * @param after as they would be
     * @param all names of the cluster's roles
     */
    static List<Question> of(Identity identity, Collection<Role> before, Collection<Role> after, List<String> all) {
        List<Role> either = Stream.concat(before.stream(), after.stream()).toList();
        List<Question> questions = new ArrayList<>();
        if (either.stream().allMatch(role -> role.allow().shared().join().isEmpty())) {
            return questions;
        }
        for (String owner : all) {
            for (SessionMode mode : SessionMode.values()) {
                if (mayBeJoined(owner, mode, identity, either)) {
                    logins(either).forEach(login -> questions.add(question(owner, mode, login)));
                }
            }
        }
        return questions;
    }

    private static boolean mayBeJoined(String owner, SessionMode mode, Identity identity, List<Role> roles) {
        return roles.stream()
                .flatMap(role -> role.allow().shared().join().stream())
                .anyMatch(rule -> names(rule, owner, mode, identity));
    }

    private static boolean names(SharedSessions.Join rule, String owner, SessionMode mode, Identity identity) {
        return rule.names(mode, List.of(owner), identity.forTemplates());
    }

    private static Question question(String owner, SessionMode mode, String login) {
        String whose = "join=" + mode.text() + " sessions of " + owner;
        return new Question(
                login.isEmpty() ? whose : whose + " as " + login,
                new Action.Join(mode),
                node -> new Resource.LiveSession(node, "", SOMEBODY, List.of(owner), login));
    }

    /** Any login, and those besides that a role closes: a session under one of them may be out of reach. */
    private static Set<String> logins(List<Role> roles) {
        Set<String> logins = new LinkedHashSet<>(List.of(""));
        roles.stream()
                .filter(role -> !role.deny().logins().isEmpty())
                .flatMap(role -> role.deny().logins().stream())
                .flatMap(pattern -> switch (pattern) {
                    case TextPattern.Exactly(String login) -> Stream.of(login);
                    case TextPattern.Wild(Glob glob) -> Stream.of(String.join("", glob.parts()));
                    case TextPattern.Any _, TextPattern.Shape _, TextPattern.Filled _ -> Stream.<String>empty();
                })
                .forEach(logins::add);
        return logins;
    }
}
