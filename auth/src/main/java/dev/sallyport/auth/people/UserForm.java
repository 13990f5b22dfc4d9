package dev.sallyport.auth.people;

import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.PresetRoles;
import java.util.List;
import java.util.Map;

/** What a user may look like. */
final class UserForm {

    private static final int MOST_ROLES = 64;

    private UserForm() {}

    /** @throws Failure INVALID */
    static void check(String name, List<String> roleNames, Map<String, List<String>> traits) {
        Names.user(name);
        if (name.equals(PresetRoles.LOCAL_ADMIN.name())) {
            throw Failure.of(
                    FailureCode.INVALID, "the name " + name + " is the local administrator's: use another one");
        }
        Names.bounded("roles", roleNames.size(), MOST_ROLES);
        roleNames.forEach(Names::role);
        if (roleNames.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, "a user without roles may do nothing: give at least one role");
        }
        Names.traits(traits);
    }

    /** Roles, traits and passwords of who comes by single sign-on are the provider's affair. */
    static void requireLocal(UserRecord user) {
        if (!user.getConnector().isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    user.getName() + " comes by the connector " + user.getConnector()
                            + ": password, roles and traits are changed there, or in the connector's mapping. 'sally lock"
                            + " add' stops a user");
        }
    }

    static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND, "there is no user '" + name + "': 'sally users ls' shows those there are");
    }
}
