package dev.sallyport.cli.command;

import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.cli.fido.KeyReader;
import dev.sallyport.testing.factor.SoftKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/** A machine with a security key in it, or without. */
final class FakeKeys implements KeyReader {

    final SoftKey key = new SoftKey(new SecureRandom());
    boolean plugged;
    int touches;

    @Override
    public Optional<String> obstacle() {
        return plugged ? Optional.empty() : Optional.of("no security key is plugged in");
    }

    @Override
    public KeyAssertion sign(KeyRequest request, Supplier<Optional<String>> pin) {
        touches++;
        return key.sign(request);
    }

    @Override
    public KeyAttestation make(KeyOffer offer, Supplier<Optional<String>> pin) {
        touches++;
        return key.register(offer);
    }
}
