package dev.sallyport.auth.people;

import dev.sallyport.auth.factors.FactorOutcome;
import java.util.List;

/**
 * How somebody proved who they are.
 *
 * @param method for the trail: {@code password+totp}
 * @param devices ids of the second factors that were part of it: their locks end what came of it
 */
record Manner(String method, List<String> devices) {

    Manner {
        devices = List.copyOf(devices);
    }

    /** Something, and a second factor besides. */
    static Manner with(String first, FactorOutcome.Right second) {
        return new Manner(first + "+" + second.method(), devices(second));
    }

    /** The devices of an outcome: a recovery code is none. */
    static List<String> devices(FactorOutcome.Right outcome) {
        return outcome.id().isEmpty() ? List.of() : List.of(outcome.id());
    }
}
