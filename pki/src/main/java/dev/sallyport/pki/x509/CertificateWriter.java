package dev.sallyport.pki.x509;

import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.identity.IdentityDer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Puts certificates together. The choices of RFC 5280 that are the same for all of ours are made here. */
final class CertificateWriter {

    /** Longest common name (RFC 5280, ub-common-name). The identity has the name in full. */
    private static final int MAX_COMMON_NAME = 64;

    private CertificateWriter() {}

    static X509Certificate selfSigned(
            String name, KeyPair pair, Instant notBefore, Instant notAfter, SecureRandom random) {
        BigInteger serial = serial(random);
        // The serial makes the name of each key's certificate its own: after a rotation, names tell CAs apart.
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName(name))
                .addRDN(BCStyle.SERIALNUMBER, serial.toString(16))
                .build();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, serial, Date.from(notBefore), Date.from(notAfter), subject, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return sign(builder, pair.getPrivate(), random);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a CA certificate could not be put together", e);
        }
    }

    static X509Certificate leaf(
            CertificateTemplate template, PrivateKey caKey, X509Certificate ca, SecureRandom random) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName(template.identity().identity().user()))
                .build();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
                    serial(random),
                    Date.from(template.notBefore()),
                    Date.from(template.notAfter()),
                    subject,
                    template.publicKey());
            addExtensions(builder, template, ca.getPublicKey());
            return sign(builder, caKey, random);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate could not be put together", e);
        }
    }

    private static void addExtensions(X509v3CertificateBuilder builder, CertificateTemplate template, PublicKey caKey)
            throws IOException, NoSuchAlgorithmException {
        JcaX509ExtensionUtils utilities = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, purposes(template.usage()));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(template.publicKey()));
        builder.addExtension(Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(caKey));
        List<GeneralName> names = names(template);
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        builder.addExtension(
                new ASN1ObjectIdentifier(IdentityExtension.OID), false, IdentityDer.encode(template.identity()));
    }

    private static ExtendedKeyUsage purposes(CertificateTemplate.Usage usage) {
        return new ExtendedKeyUsage(
                switch (usage) {
                    case CLIENT -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
                    case SERVER -> new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth};
                    case BOTH -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
                });
    }

    private static List<GeneralName> names(CertificateTemplate template) {
        List<GeneralName> names = new ArrayList<>();
        template.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        template.addresses()
                .forEach(address ->
                        names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()))));
        return names;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
            throws IOException {
        try {
            return Certificates.decode(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(key))
                    .getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a CA's key is ECDSA P-256", e);
        }
    }

    /** Positive, 127 random bits (RFC 5280 4.1.2.2). */
    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }

    private static String commonName(String name) {
        return name.length() <= MAX_COMMON_NAME ? name : name.substring(0, MAX_COMMON_NAME);
    }
}
