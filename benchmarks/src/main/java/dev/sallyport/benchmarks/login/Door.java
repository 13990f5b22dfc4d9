package dev.sallyport.benchmarks.login;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Connections to auth. */
record Door(Path adminFile, int port, QuickClock clock) {

    /** Of whoever shows no certificate. */
    ApiChannel nobody() {
        return open(Optional.empty());
    }

    ApiChannel admin() {
        PemBundle bundle = PemBundle.read(adminFile).orElseThrow();
        return open(Optional.of(new TlsIdentity(
                bundle.key().orElseThrow(), bundle.certificates().subList(0, 2))));
    }

    ApiChannel open(Optional<TlsIdentity> identity) {
        List<CaPin> pins = PemBundle.read(adminFile).orElseThrow().certificates().stream()
                .skip(2)
                .map(CaPin::of)
                .toList();
        return ApiChannel.open(new ProxyAddress("127.0.0.1", port), PeerVerifier.pinned(pins, clock), () -> identity);
    }
}
