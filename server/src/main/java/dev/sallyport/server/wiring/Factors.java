package dev.sallyport.server.wiring;

import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** From the configuration to what auth wants of second factors. */
final class Factors {

    private Factors() {}

    /** @param usual by the proxies' public address */
    static FactorSettings of(DaemonConfig.Factors written, FactorSettings usual) {
        written.rpId().ifPresent(rpId -> requireOwn(rpId, usual.rpId()));
        return new FactorSettings(
                written.rpId().orElse(usual.rpId()),
                usual.origin(),
                written.browser(),
                written.adminActions(),
                certificates(written.allowedMakers()),
                certificates(written.deniedMakers()));
    }

    /** Keys take a name for theirs that is the host's, or a domain that it is in. */
    private static void requireOwn(String rpId, String host) {
        if (!host.equals(rpId) && !host.endsWith("." + rpId)) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "auth.second_factor.rp_id " + rpId + ": expected the host of proxy_public_addr, " + host
                            + ", or a domain that it is in");
        }
    }

    /** A list that is empty because its file is missing would let everything in. */
    private static List<X509Certificate> certificates(Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        List<X509Certificate> read =
                PemBundle.read(file.get()).map(PemBundle::certificates).orElse(List.of());
        if (read.isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    file.get() + " holds no certificates: expected CAs of makers of security keys, PEM");
        }
        return read;
    }
}
