package dev.sallyport.model;

/**
 * The kinds of failure, one for each reaction that makes sense to a caller. {@code docs/reference/failures.md} maps
 * them to what each client sees.
 */
public enum FailureCode {
    /** The request makes no sense as it is: correct it. */
    INVALID,
    /** Who is asking is not proved: log in. Never tells which part of a proof was wrong. */
    UNAUTHENTICATED,
    /** Who is asking is known, and policy says no. */
    DENIED,
    /** The thing named is not there. */
    NOT_FOUND,
    /** The thing is there already, or changed since it was read. */
    CONFLICT,
    /** A limit was reached: later, or less. */
    EXHAUSTED,
    /** Something needed is not reachable now: try again. */
    UNAVAILABLE,
    /** A defect or a broken machine: the log has more. */
    INTERNAL
}
