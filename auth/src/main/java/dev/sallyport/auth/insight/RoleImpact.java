package dev.sallyport.auth.insight;

import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.machines.NodeEntry;
import dev.sallyport.auth.machines.NodeIndex;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.access.RoleSet;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What storing a role would give and take: for each user who holds it, every decision is taken with the role as it is and
 * as it would be. Bounded in work; what is beyond the bound is said to be.
 */
public final class RoleImpact {

    /** Pairs of decisions; at a few microseconds each, some seconds. */
    static final int MOST_DECISIONS = 500_000;

    private static final int PAGE = 500;
    private static final int EXAMPLES = 5;

    private final UserBook users;
    private final RoleBook roles;
    private final NodeIndex nodes;
    private final ListBook lists;

    public RoleImpact(UserBook users, RoleBook roles, NodeIndex nodes, ListBook lists) {
        this.lists = lists;
        this.users = users;
        this.roles = roles;
        this.nodes = nodes;
    }

    /**
     * What somebody would gain or lose.
     *
     * @param action such as {@code login=root}, {@code join=moderator sessions of dev}, {@code update role}, or {@code login=root without
     *     1 moderator (role prod)}: still allowed, but from now on only so
     * @param nodes of how many nodes; 0 where it is about administration
     * @param examples names of some of them
     */
    public record Change(String user, boolean gains, String action, int nodes, List<String> examples) {}

    /** @param truncated there is more than was looked at */
    public record Impact(List<Change> changes, int users, int nodes, boolean truncated) {}

    /** @param changed the role as it would be */
    public Impact of(Role changed, Instant now) {
        Tally tally = new Tally(MOST_DECISIONS);
        List<String> names = roleNames(changed);
        int holders = 0;
        String after = "";
        do {
            Paging.Listing<Person> page = users.list(Paging.of(PAGE, after));
            for (Person person : page.items()) {
                List<String> held = lists.grant(person.name()).with(person.roles());
                if (held.contains(changed.name())) {
                    holders++;
                    compare(new Party(person, held, names), changed, new Circumstances(now), tally);
                }
            }
            after = page.next();
        } while (!after.isEmpty() && !tally.isSpent());
        return new Impact(tally.changes(EXAMPLES), holders, nodes.size(), tally.isSpent());
    }

    /** One user: what is held now, and the names of all roles whose holders' sessions may be there to join. */
    private record Party(Person person, List<String> held, List<String> everyRole) {}

    private void compare(Party party, Role changed, Circumstances at, Tally tally) {
        Person person = party.person();
        Identity identity = new Identity(person.name(), Identity.Kind.USER, party.held(), person.traits());
        List<Role> before = roles.known(party.held());
        List<Role> after = new ArrayList<>(before.stream()
                .filter(role -> !role.name().equals(changed.name()))
                .toList());
        after.add(changed);
        Comparison comparison = new Comparison(identity, RoleSet.of(before), RoleSet.of(after), at);
        for (Kind kind : Kind.values()) {
            for (Verb verb : Verb.values()) {
                String action = verb.text() + " " + kind.text();
                tally.note(
                        person.name(),
                        comparison.of(action, new Resource.AnyOf(kind), new Action.Administer(verb)),
                        "");
            }
        }
        List<Question> questions = new ArrayList<>(questions(identity, before, after));
        questions.addAll(JoinQuestions.of(identity, before, after, party.everyRole()));
        tally.spend(questions.size());
        compareNodes(person, comparison, questions, tally);
    }

    private void compareNodes(Person person, Comparison comparison, List<Question> questions, Tally tally) {
        String after = "";
        List<NodeEntry> page;
        do {
            page = nodes.page(Map.of(), _ -> true, after, PAGE);
            for (NodeEntry entry : page) {
                if (tally.isSpent()) {
                    return;
                }
                for (Question question : questions) {
                    tally.note(
                            person.name(),
                            comparison.of(question.text(), question.of().apply(entry.node()), question.action()),
                            entry.node().name());
                }
            }
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (page.size() == PAGE && !tally.isSpent());
    }

    private static List<Question> questions(Identity identity, List<Role> before, List<Role> after) {
        Set<Action> actions = new LinkedHashSet<>(Set.of(new Action.See()));
        Stream.concat(before.stream(), after.stream())
                .flatMap(role -> AccessDecision.logins(role, identity).stream())
                .map(Action.Login::new)
                .forEach(actions::add);
        return actions.stream().map(Question::about).toList();
    }

    private List<String> roleNames(Role changed) {
        Set<String> names = new TreeSet<>(Set.of(changed.name()));
        String after = "";
        do {
            var page = roles.list(Paging.of(PAGE, after));
            page.items().forEach(role -> names.add(role.getMetadata().getName()));
            after = page.next();
        } while (!after.isEmpty());
        return List.copyOf(names);
    }
}
