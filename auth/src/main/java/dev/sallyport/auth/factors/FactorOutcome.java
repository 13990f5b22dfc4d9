package dev.sallyport.auth.factors;

import dev.sallyport.auth.state.v1.CredentialRecord;
import java.util.function.Predicate;

/** What became of an answer to a challenge. */
public sealed interface FactorOutcome {

    /**
     * It proves.
     *
     * @param after what is to be stored: the code is spent, the counter has moved
     * @param method {@code totp}, {@code webauthn}, {@code recovery}
     * @param device its name
     * @param id of the device; empty for what is none
     */
    record Right(CredentialRecord after, String method, String device, String id) implements FactorOutcome {
        @Override
        public String toString() {
            return "Right[" + method + ", " + device + ", ***]";
        }
    }

    /** This, unless it was a device that a lock is on. */
    default FactorOutcome unlessLocked(Predicate<String> locked) {
        return this instanceof Right right && locked.test(right.id())
                ? new Wrong("second factor: " + right.device() + " is locked")
                : this;
    }

    /** @param why for the audit trail; never for whoever answered */
    record Wrong(String why) implements FactorOutcome {}
}
