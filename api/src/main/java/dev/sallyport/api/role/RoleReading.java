package dev.sallyport.api.role;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.Role;
import java.util.List;

/** What a message came to: a role, or what is wrong with it. */
public sealed interface RoleReading {

    record Good(Role role) implements RoleReading {}

    record Faulty(List<Fault> faults) implements RoleReading {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** @throws Failure INVALID with all that is wrong */
    default Role orFail() {
        return switch (this) {
            case Good(Role role) -> role;
            case Faulty(List<Fault> faults) ->
                throw Failure.of(
                        FailureCode.INVALID,
                        String.join("; ", faults.stream().map(Fault::toString).toList()));
        };
    }
}
