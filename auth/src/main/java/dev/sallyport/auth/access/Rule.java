package dev.sallyport.auth.access;

import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.util.Set;

/** Who may call a method. Which things of all a method then shows or changes is the method's own business. */
public sealed interface Rule {

    /** Anybody, with or without a certificate: public facts. */
    record Anybody() implements Rule {}

    /**
     * Whoever has no certificate, or a person's: the call proves itself by what it carries. A machine has no business here,
     * so a stolen one is of no use here.
     */
    record Newcomers() implements Rule {}

    /** Machines of these kinds, about themselves. */
    record Machines(Set<Identity.Kind> kinds) implements Rule {
        public Machines {
            kinds = Set.copyOf(kinds);
        }
    }

    /** People, who see what their roles let them see. */
    record People() implements Rule {}

    /** People of whom a role has a rule for doing this with all things of the kind. */
    record OnAll(Kind kind, Verb verb) implements Rule {}

    /** People of whom a role has a rule for doing this with some of them; the method asks for each thing. */
    record OnSome(Kind kind, Verb verb) implements Rule {}
}
