package dev.sallyport.auth.log;

import dev.sallyport.audit.log.SignedNote;

/** How it ended when a witness was asked. */
sealed interface CosignatureOutcome {

    /** The checkpoint with the log's signature and the witness's. */
    record Signed(SignedNote note) implements CosignatureOutcome {}

    /** The witness saw another tree, or a larger one: the log is not what it was. */
    record Refused(String why) implements CosignatureOutcome {}

    /** It did not work; later it may. */
    record Failed(String why) implements CosignatureOutcome {}
}
