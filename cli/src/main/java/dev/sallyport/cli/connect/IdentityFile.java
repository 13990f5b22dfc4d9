package dev.sallyport.cli.connect;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.PrivateFile;
import dev.sallyport.pki.x509.TlsIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A whole identity in one PEM file, such as the local administrator's that auth keeps in its data directory: comment lines, of which
 * {@code # address: HOST:PORT} says where auth is, then private key, leaf, the CA that signed it, and the CAs to verify auth by.
 */
public final class IdentityFile {

    private static final String ADDRESS = "# address:";

    private IdentityFile() {}

    /**
     * Reads a file.
     *
     * @param address where to go instead of the file's own address
     * @throws Failure NOT_FOUND where there is none, INVALID where it is no such file, UNAUTHENTICATED where it has expired
     */
    public static Access read(Path file, Optional<ProxyAddress> address, InstantSource clock) {
        String text = PrivateFile.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no identity file " + file
                                + ". Next: on auth's machine it is admin.pem in its data_dir"));
        PemBundle bundle = PemBundle.parse(text, file.toString());
        PrivateKey key = bundle.key().orElseThrow(() -> invalid(file, "it has no private key"));
        List<X509Certificate> certificates = bundle.certificates();
        if (certificates.size() < 3) {
            throw invalid(file, "expected a leaf, its CA and the host CAs in it");
        }
        TlsIdentity identity = new TlsIdentity(key, certificates.subList(0, 2));
        requireValid(identity, file, clock.instant());
        ProxyAddress where = address.or(() -> ownAddress(text)).orElseThrow(() -> invalid(file, "it names no address"));
        return new Access(where, certificates.subList(2, certificates.size()), identity);
    }

    private static Optional<ProxyAddress> ownAddress(String text) {
        return text.lines()
                .filter(line -> line.startsWith(ADDRESS))
                .findFirst()
                .map(line -> ProxyAddress.parse(line.substring(ADDRESS.length())));
    }

    private static void requireValid(TlsIdentity identity, Path file, Instant now) {
        if (!now.isBefore(identity.notAfter())) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    file + " expired at " + identity.notAfter()
                            + ". Next: auth renews it while it runs; read it from there");
        }
    }

    private static Failure invalid(Path file, String why) {
        return Failure.of(FailureCode.INVALID, file + " is no identity file: " + why);
    }
}
