package dev.sallyport.model.access;

import java.util.List;

/** The answer. Anything that is not an {@link Allow} is a no. */
public sealed interface Decision {

    /** What each role had to say, in the order of their names. */
    List<Finding> trail();

    /**
     * Yes.
     *
     * @param grants what the session may be like
     * @param role name of the role that allowed it: of several, the first by name
     */
    record Allow(Grants grants, String role, List<Finding> trail) implements Decision {
        public Allow {
            trail = List.copyOf(trail);
        }
    }

    /**
     * No.
     *
     * @param reason where it is not a role that says no: what else does; else empty
     */
    record Deny(String reason, List<Finding> trail) implements Decision {
        public Deny {
            trail = List.copyOf(trail);
        }

        /** Whether a role closes it, which no other role can open. */
        public boolean isByDenial() {
            return trail.stream().anyMatch(finding -> finding.effect() == Finding.Effect.DENIES);
        }

        /** The reasons as one line; where a role denies, only that. */
        public String why() {
            if (!reason.isEmpty()) {
                return reason;
            }
            List<String> said = trail.stream()
                    .filter(finding -> finding.effect() == Finding.Effect.DENIES || !isByDenial())
                    .map(Finding::toString)
                    .toList();
            return said.isEmpty() ? "no role allows this" : String.join("; ", said);
        }
    }
}
