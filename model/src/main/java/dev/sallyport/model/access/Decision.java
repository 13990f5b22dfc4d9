package dev.sallyport.model.access;

import java.util.List;

/** The answer. Anything that is not an {@link Allow} is a no. */
public sealed interface Decision {

    /**
     * Yes.
     *
     * @param permits what may be done in the session
     * @param role name of the role that allowed it
     */
    record Allow(Role.Permits permits, String role) implements Decision {}

    /**
     * No.
     *
     * @param reasons one line for each role that was asked, or why none was; never empty
     */
    record Deny(List<String> reasons) implements Decision {
        public Deny {
            reasons = reasons.isEmpty() ? List.of("no role allows this") : List.copyOf(reasons);
        }

        /** The reasons as one line. */
        public String why() {
            return String.join("; ", reasons);
        }
    }
}
