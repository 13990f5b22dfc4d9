package dev.sallyport.cli.fido;

import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import java.util.Optional;
import java.util.function.Supplier;

/** Security keys that are in this machine. */
public interface KeyReader {

    /** Why there is none to ask; empty where there is one. */
    Optional<String> obstacle();

    /**
     * Waits for a touch.
     *
     * @param pin asks the person for the key's PIN, where it wants one; empty: nobody can be asked
     * @throws dev.sallyport.model.Failure NOT_FOUND where no key here is the person's, UNAUTHENTICATED for a wrong PIN or where nobody
     *     touched it, UNAVAILABLE
     */
    KeyAssertion sign(KeyRequest request, Supplier<Optional<String>> pin);

    /**
     * Makes a credential on a key; waits for a touch.
     *
     * @throws dev.sallyport.model.Failure CONFLICT where the key is the person's already, else as {@link #sign}
     */
    KeyAttestation make(KeyOffer offer, Supplier<Optional<String>> pin);
}
