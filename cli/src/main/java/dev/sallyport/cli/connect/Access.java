package dev.sallyport.cli.connect;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What is needed to speak to auth as somebody.
 *
 * @param address of a proxy, or of auth itself: the TLS inside is the same
 * @param hostCas that auth's certificate must come from
 * @param identity who is speaking
 */
public record Access(ProxyAddress address, List<X509Certificate> hostCas, TlsIdentity identity) {

    public Access {
        hostCas = List.copyOf(hostCas);
    }

    /**
     * As the person who is logged in.
     *
     * @throws Failure UNAUTHENTICATED where the login has ended or its files are damaged
     */
    public static Access of(Profile profile, InstantSource clock) {
        if (profile.expired(clock.instant())) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the login at " + profile.proxy() + " has expired. Next: sally login --proxy=" + profile.proxy());
        }
        ProfileFiles files = new ProfileFiles(profile.folder());
        PemBundle tls = bundle(files.tls(), profile);
        PemBundle cas = bundle(files.hostCas(), profile);
        return new Access(
                profile.proxy(),
                cas.certificates(),
                new TlsIdentity(tls.key().orElseThrow(() -> damaged(files.tls(), profile)), tls.certificates()));
    }

    private static PemBundle bundle(Path file, Profile profile) {
        return PemBundle.read(file).orElseThrow(() -> damaged(file, profile));
    }

    private static Failure damaged(Path file, Profile profile) {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                file + " is missing or damaged. Next: sally login --proxy=" + profile.proxy());
    }

    /** Opens a channel; nothing is dialled yet. */
    public ApiChannel open(InstantSource clock) {
        TrustedCas cas = new TrustedCas(hostCas, List.of());
        Optional<TlsIdentity> shown = Optional.of(identity);
        return ApiChannel.open(address, PeerVerifier.trusting(() -> cas, clock), () -> shown);
    }
}
