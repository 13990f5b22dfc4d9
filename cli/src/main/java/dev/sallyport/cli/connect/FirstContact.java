package dev.sallyport.cli.connect;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TrustedCas;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How auth is verified before there are certificates: by pin, by what an earlier login at the same proxy left, or by a public certificate. Never blindly. */
public final class FirstContact {

    private final ProxyAddress proxy;
    private final InstantSource clock;
    private final PublicTrust publicTrust;

    public FirstContact(ProxyAddress proxy, InstantSource clock, PublicTrust publicTrust) {
        this.proxy = proxy;
        this.clock = clock;
        this.publicTrust = publicTrust;
    }

    /**
     * Opens a channel that shows no certificate.
     *
     * @param pins given by the person; where there are some, nothing else counts
     * @param earlier what a login at this proxy left
     * @throws Failure UNAUTHENTICATED where nothing verifies the proxy, telling how to get a pin
     */
    public ApiChannel open(List<CaPin> pins, Optional<Profile> earlier) {
        return ApiChannel.open(proxy, verifier(pins, earlier), Optional::empty);
    }

    private PeerVerifier verifier(List<CaPin> pins, Optional<Profile> earlier) {
        if (!pins.isEmpty()) {
            return PeerVerifier.pinned(pins, clock);
        }
        Optional<PemBundle> known =
                earlier.flatMap(profile -> PemBundle.read(new ProfileFiles(profile.folder()).hostCas()));
        if (known.isPresent()) {
            TrustedCas cas = new TrustedCas(known.get().certificates(), List.of());
            return PeerVerifier.trusting(() -> cas, clock);
        }
        List<CaPin> vouchedFor = publicTrust.pins(proxy);
        if (vouchedFor.isEmpty()) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "nothing proves that " + proxy + " is the right proxy: no CA pin was given, and it has no public"
                            + " certificate. Next: add --ca-pin=sha256:… as an administrator's invite, or 'sally tokens add',"
                            + " shows it");
        }
        return PeerVerifier.pinned(vouchedFor, clock);
    }
}
