package dev.sallyport.api.role;

import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.PresetRoles;
import java.util.regex.Pattern;

/** Reads a role from its message and says all that is wrong with it, by field and character. */
public final class RoleReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private RoleReader() {}

    /** Reads a role. */
    public static RoleReading read(Role message) {
        Faults faults = new Faults();
        String name = message.getMetadata().getName();
        if (!NAME.matcher(name).matches()) {
            faults.add("metadata.name", "expected 1 to 63 letters, digits and . _ -, beginning with a letter or digit");
        }
        if (name.equals(PresetRoles.LOCAL_ADMIN.name())) {
            faults.add("metadata.name", "the role " + name + " is built in and cannot be changed: use another name");
        }
        RoleSpec spec = message.getSpec();
        Options options = new OptionsReader(faults).read(spec.getOptions());
        Conditions allow = new ConditionsReader(faults, "spec.allow", true).read(spec.getAllow());
        Conditions deny = new ConditionsReader(faults, "spec.deny", false).read(spec.getDeny());
        return faults.found().isEmpty()
                ? new RoleReading.Good(new dev.sallyport.model.role.Role(name, options, allow, deny))
                : new RoleReading.Faulty(faults.found());
    }
}
