package dev.sallyport.auth.access;

import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.v1.CredentialRecord;
import java.util.List;

/** Who must have a second factor. */
public final class FactorPolicy {

    private final UserBook users;
    private final RoleBook roles;
    private final ListBook lists;
    private final boolean adminActions;

    /** @param adminActions whether administration takes one for each action */
    public FactorPolicy(UserBook users, RoleBook roles, ListBook lists, boolean adminActions) {
        this.users = users;
        this.roles = roles;
        this.lists = lists;
        this.adminActions = adminActions;
    }

    /** Whoever logs in with a password, whose roles want one for sessions, and all where administration does. */
    public boolean wantsOne(String user, CredentialRecord record) {
        return adminActions || !record.getPassword().isEmpty() || sessionsWantOne(user);
    }

    private boolean sessionsWantOne(String user) {
        List<String> held = users.find(user)
                .map(Person::roles)
                .map(own -> lists.grant(user).with(own))
                .orElse(List.of());
        return roles.known(held).stream().anyMatch(role -> role.options().sessionSecondFactor());
    }
}
