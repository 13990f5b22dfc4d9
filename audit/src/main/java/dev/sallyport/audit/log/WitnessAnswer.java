package dev.sallyport.audit.log;

/** What a witness answers (C2SP tlog-witness, add-checkpoint). */
public sealed interface WitnessAnswer {

    /** Seen, kept and signed. */
    record Cosigned(SignedNote.Line line) implements WitnessAnswer {}

    /** The log asked from another size than that of the last checkpoint seen here, this one. HTTP 409. */
    record OtherSize(long size) implements WitnessAnswer {}

    /** No such log here. HTTP 404. */
    record UnknownLog() implements WitnessAnswer {}

    /** The log's key did not sign it. HTTP 403. */
    record NotSigned() implements WitnessAnswer {}

    /** It goes back. HTTP 400. */
    record GoesBack() implements WitnessAnswer {}

    /** It is not what was seen, grown: a fork. HTTP 409 for the same size, 422 otherwise. */
    record Forked(boolean sameSize) implements WitnessAnswer {}
}
