package dev.sallyport.auth.roles;

import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.Role;
import dev.sallyport.auth.state.Records;
import java.util.LinkedHashMap;
import java.util.Map;

/** Roles that were read before, by name and revision: reading one anew at each call would cost more than the decision. */
final class ParsedRoles {

    private static final int MOST = 1024;

    private final Map<String, Parsed> byName = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Parsed> eldest) {
            return size() > MOST;
        }
    };

    private record Parsed(long revision, dev.sallyport.model.role.Role role) {}

    /** @throws dev.sallyport.model.Failure INVALID where what is stored is no role: then nothing is decided by it */
    synchronized dev.sallyport.model.role.Role of(Records.Versioned<Role> stored) {
        Parsed known = byName.get(stored.name());
        if (known == null || known.revision() != stored.revision()) {
            known = new Parsed(
                    stored.revision(), RoleReader.read(stored.value()).orFail());
            byName.put(stored.name(), known);
        }
        return known.role();
    }
}
