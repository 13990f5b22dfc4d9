package dev.sallyport.agent.policy;

/** What there is to say of a policy that somebody handed over. */
sealed interface PolicyVerdict {

    /** Signed for this host, and understood. */
    record Good(Policy policy) implements PolicyVerdict {}

    /** Not to be used. */
    record Bad(Fault fault, String text) implements PolicyVerdict {}

    /** Why not. */
    enum Fault {
        /** No key that signs policy signed it. */
        FORGED("forged"),
        /** For another cluster or another node. */
        FOREIGN("foreign"),
        /** Older than what is known here. */
        ROLLED_BACK("rolled-back"),
        /** From the future. */
        CLOCK("clock"),
        /** Larger than may be, or with something that this version does not know. */
        UNREADABLE("unreadable");

        private final String word;

        Fault(String word) {
            this.word = word;
        }

        /** For log and trail. */
        String word() {
            return word;
        }
    }
}
