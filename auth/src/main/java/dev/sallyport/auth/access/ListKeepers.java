package dev.sallyport.auth.access;

import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.util.Collections;
import java.util.Map;

/** Who may do what with an access list: its owners, and administrators by rules. */
public final class ListKeepers {

    private final UserBook users;
    private final Authorization authorization;

    public ListKeepers(UserBook users, Authorization authorization) {
        this.users = users;
        this.authorization = authorization;
    }

    /** @throws Failure DENIED */
    public void requireAdministrator(Caller.Known caller, Verb verb, String list) {
        if (!administers(caller, verb, list)) {
            throw denied("you may not " + verb.text() + " the access list " + list);
        }
    }

    /** Owners, members and administrators see a list. */
    public boolean sees(Caller.Known caller, ListRecord list) {
        return isOwner(caller, list) || isMember(caller, list) || administers(caller, Verb.LIST, list.getName());
    }

    /** @throws Failure NOT_FOUND where this caller does not see it */
    public void requireSight(Caller.Known caller, ListRecord list) {
        if (!sees(caller, list)) {
            throw Failure.of(
                    FailureCode.NOT_FOUND,
                    "there is no access list '" + list.getName() + "': 'sally lists ls' shows those there are");
        }
    }

    /** @throws Failure DENIED to all but owners and administrators; NOT_FOUND to those who do not even see it */
    public void requireKeeper(Caller.Known caller, ListRecord list) {
        requireSight(caller, list);
        if (!isOwner(caller, list) && !administers(caller, Verb.UPDATE, list.getName())) {
            throw denied("only its owners and administrators change the access list " + list.getName());
        }
    }

    /**
     * Owners add others, never themselves, also not by a second account with the same second factor; what a whole list gets
     * is for administrators to say.
     *
     * @throws Failure DENIED, NOT_FOUND
     */
    public void requireMayAdd(Caller.Known caller, ListRecord list, ListRecord.Member member) {
        requireKeeper(caller, list);
        if (administers(caller, Verb.UPDATE, list.getName())) {
            return;
        }
        if (!member.getList().isEmpty()) {
            throw denied("a list on a list is for administrators: ask one");
        }
        String self = caller.identity().user();
        if (member.getUser().equals(self)
                || !Collections.disjoint(users.factors(member.getUser()), users.factors(self))) {
            throw denied("nobody puts themselves on a list: another owner of " + list.getName() + " does");
        }
    }

    private boolean administers(Caller.Known caller, Verb verb, String list) {
        return authorization.allows(
                caller, Resource.Thing.of(Kind.ACCESS_LIST, list, Map.of()), new Action.Administer(verb));
    }

    private static boolean isOwner(Caller.Known caller, ListRecord list) {
        return isPerson(caller)
                && list.getOwnersList().contains(caller.identity().user());
    }

    private static boolean isMember(Caller.Known caller, ListRecord list) {
        return isPerson(caller)
                && list.getMembersList().stream()
                        .anyMatch(member ->
                                member.getUser().equals(caller.identity().user()));
    }

    private static boolean isPerson(Caller.Known caller) {
        return caller.identity().kind() == Identity.Kind.USER;
    }

    private static Failure denied(String text) {
        return Failure.of(FailureCode.DENIED, text);
    }
}
