package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is usually in one PEM file: a private key or none, and certificates, leaf first.
 *
 * @param key unencrypted, PKCS#8 on disk
 * @param certificates in the order of the file
 */
public record PemBundle(Optional<PrivateKey> key, List<X509Certificate> certificates) {

    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    public PemBundle {
        certificates = List.copyOf(certificates);
    }

    /** Certificates without a key. */
    public static PemBundle of(List<X509Certificate> certificates) {
        return new PemBundle(Optional.empty(), certificates);
    }

    /** A key with its chain. */
    public static PemBundle of(PrivateKey key, List<X509Certificate> chain) {
        return new PemBundle(Optional.of(key), chain);
    }

    /**
     * Reads a bundle; sections of other labels are refused, two keys too.
     *
     * @param origin names the text in errors
     * @throws Failure INVALID where it is no bundle
     */
    public static PemBundle parse(String text, String origin) {
        return from(Pem.parse(text, origin), origin);
    }

    /** Reads a bundle from a file; empty where there is no file. */
    public static Optional<PemBundle> read(Path file) {
        return Pem.read(file).map(sections -> from(sections, file.toString()));
    }

    /** Writes the bundle, mode 0600, as a whole or not at all. */
    public void write(Path file) {
        Pem.write(file, sections());
    }

    /** The bundle as PEM text; holds the private key in the clear. */
    public String text() {
        return Pem.format(sections());
    }

    /** The bundle's sections, key first. */
    public List<Pem.Section> sections() {
        List<Pem.Section> sections = new ArrayList<>();
        key.ifPresent(present -> sections.add(new Pem.Section(KEY, present.getEncoded())));
        certificates.forEach(
                certificate -> sections.add(new Pem.Section(CERTIFICATE, Certificates.encode(certificate))));
        return sections;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PemBundle[key=" + key.map(_ -> "***").orElse("none") + ", certificates=" + certificates.size() + "]";
    }

    private static PemBundle from(List<Pem.Section> sections, String origin) {
        Optional<PrivateKey> key = Optional.empty();
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Section section : sections) {
            switch (section.label()) {
                case CERTIFICATE -> certificates.add(Certificates.decode(section.der()));
                case KEY -> {
                    if (key.isPresent()) {
                        throw Failure.of(FailureCode.INVALID, origin + " has two private keys, expected one");
                    }
                    key = Optional.of(Keys.privateKey(section.der()));
                }
                default ->
                    throw Failure.of(
                            FailureCode.INVALID,
                            origin + " has a section '" + section.label() + "', expected PRIVATE KEY and CERTIFICATE");
            }
        }
        return new PemBundle(key, certificates);
    }
}
