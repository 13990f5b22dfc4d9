package dev.sallyport.cli.log;

import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who must have signed a log.
 *
 * @param witnesses those who count
 * @param least how many of them must have signed
 */
public record RequiredWitnesses(List<NoteKey> witnesses, int least) {

    /** @throws Failure INVALID where more must have signed than count */
    public RequiredWitnesses {
        witnesses = List.copyOf(witnesses);
        if (least < 0 || least > witnesses.stream().distinct().count()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "--cosignatures=" + least + ": expected at most one for each different --witness");
        }
    }

    /**
     * The newest checkpoint that each of them signed, as far as they did.
     *
     * @throws Failure DENIED where fewer did than must have
     */
    Map<NoteKey, SignedNote> signed(LogSource source, NoteKey log) {
        Map<NoteKey, SignedNote> signed = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (NoteKey witness : witnesses) {
            Optional<SignedNote> note =
                    source.witnessed(witness).filter(seen -> seen.isSignedBy(witness) && seen.isSignedBy(log));
            note.ifPresentOrElse(seen -> signed.put(witness, seen), () -> missing.add(witness.name()));
        }
        if (signed.size() < least) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "of the " + least + " cosignatures that the log needs it has " + signed.size()
                            + "; these witnesses did not sign: " + String.join(", ", missing));
        }
        return signed;
    }
}
