package dev.sallyport.auth.factors;

import dev.sallyport.auth.state.v1.CredentialRecord;

/** What became of an answer to a challenge. */
public sealed interface FactorOutcome {

    /**
     * It proves.
     *
     * @param after what is to be stored: the code is spent, the counter has moved
     * @param method {@code totp}, {@code webauthn}, {@code recovery}
     * @param device its name
     */
    record Right(CredentialRecord after, String method, String device) implements FactorOutcome {
        @Override
        public String toString() {
            return "Right[" + method + ", " + device + ", ***]";
        }
    }

    /** @param why for the audit trail; never for whoever answered */
    record Wrong(String why) implements FactorOutcome {}
}
