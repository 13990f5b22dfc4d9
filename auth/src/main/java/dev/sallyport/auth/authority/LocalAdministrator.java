package dev.sallyport.auth.authority;

import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.PrivateFile;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.x509.CertificateTemplate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The file beside the store with which whoever may read it (root, the daemon's user) administers the cluster: how the
 * first user is added, and the way back in. Written at the start and at half its life, mode 0600.
 *
 * <pre>
 * # Sallyport local administrator of CLUSTER
 * # address: HOST:PORT of auth
 * # not after: 2026-01-01T00:00:00Z
 * PRIVATE KEY, CERTIFICATE (leaf), CERTIFICATE (user CA), CERTIFICATE (each host CA)
 * </pre>
 */
public final class LocalAdministrator {

    /** Life of what is in the file. */
    public static final Duration TTL = Duration.ofHours(24);

    private final String cluster;
    private final Path file;
    private final Authority authority;
    private final InstantSource clock;
    private final SecureRandom random;
    private Instant writeAt = Instant.MIN;

    public LocalAdministrator(
            String cluster, Path file, Authority authority, InstantSource clock, SecureRandom random) {
        this.cluster = cluster;
        this.file = file;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Writes the file where it is due.
     *
     * @param address of auth, HOST:PORT
     * @throws dev.sallyport.model.Failure UNAVAILABLE where the file cannot be written
     */
    public synchronized void upkeep(String address) {
        if (!clock.instant().isBefore(writeAt)) {
            write(address);
        }
    }

    /** Writes the file now: the CAs changed. */
    public synchronized void write(String address) {
        KeyPair pair = Keys.ecdsaP256(random);
        Validity validity = Validity.of(clock.instant(), TTL);
        Identity identity = new Identity(
                "local-admin", Identity.Kind.LOCAL_ADMIN, List.of(PresetRoles.LOCAL_ADMIN.name()), Map.of());
        List<X509Certificate> certificates = new ArrayList<>(authority
                .now()
                .user()
                .signer(clock.instant())
                .key()
                .issue(CertificateTemplate.client(
                        pair.getPublic(), CertifiedIdentity.of(identity), validity.from(), validity.until())));
        certificates.addAll(authority.trustedCas().host());
        String text = header(address, validity.until())
                + PemBundle.of(pair.getPrivate(), certificates).text();
        PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        writeAt = clock.instant().plus(TTL.dividedBy(2));
    }

    private String header(String address, Instant until) {
        return "# Sallyport local administrator of " + cluster + "\n# address: " + address + "\n# not after: " + until
                + "\n";
    }
}
