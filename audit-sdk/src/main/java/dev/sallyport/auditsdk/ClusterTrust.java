package dev.sallyport.auditsdk;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts auth of one cluster: a chain with a CA whose key is pinned, a leaf that this CA signed (RFC 5280, section 6), for servers, for auth's
 * name, and for a holder of the kind auth. Machines of the cluster have certificates of the same CA, so the name alone would not do.
 */
final class ClusterTrust extends X509ExtendedTrustManager {

    /** In auth's certificate, and in the ClientHello: a proxy passes the connection on by it. */
    static final String AUTH = "auth.sallyport.internal";

    /** docs/reference/identity.md: an extension that holds SEQUENCE { INTEGER version, ENUMERATED kind, … }. */
    private static final String IDENTITY = "2.25.181410957978142244910164452107603805798.1";

    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final int DNS_NAME = 2;
    private static final byte[] INTEGER_AND_ENUMERATED_AUTH = {2, 1, -1, 10, 1, 5};

    private volatile Set<String> pins;

    ClusterTrust(Collection<String> pins) {
        this.pins = Set.copyOf(pins);
    }

    Set<String> pins() {
        return pins;
    }

    /** What the cluster itself says by which keys it is known, over a connection that was verified. */
    void learn(Collection<String> now) {
        pins = Set.copyOf(now);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate leaf = chain[0];
        X509Certificate ca = pinned(chain);
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
            parameters.setRevocationEnabled(false);
            ca.checkValidity();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate of the audit log's cluster is not in order", e);
        }
        List<String> purposes = leaf.getExtendedKeyUsage();
        require(purposes != null && purposes.contains(FOR_SERVERS), "is not for a server");
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        require(
                names != null && names.stream().anyMatch(name -> name.equals(List.of(DNS_NAME, AUTH))),
                "is not for " + AUTH);
        require(isAuth(leaf.getExtensionValue(IDENTITY)), "is not auth's");
    }

    private X509Certificate pinned(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate each : Arrays.asList(chain).subList(1, chain.length)) {
            if (each.getBasicConstraints() >= 0 && pins.contains(pin(each))) {
                return each;
            }
        }
        throw new CertificateException("the CA at the other end is none that is pinned: another cluster, or somebody in"
                + " between. Next: compare ca_pins with what 'sally emitters add' prints");
    }

    static String pin(X509Certificate ca) throws CertificateException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(ca.getPublicKey().getEncoded());
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    /** Whether an OCTET STRING holds a SEQUENCE that begins with an INTEGER of one byte and ENUMERATED 5. */
    private static boolean isAuth(byte @org.jspecify.annotations.Nullable [] extension) {
        if (extension == null) {
            return false;
        }
        int sequence = content(extension, 0);
        int from = sequence < extension.length ? content(extension, sequence) : extension.length;
        if (from + INTEGER_AND_ENUMERATED_AUTH.length > extension.length) {
            return false;
        }
        byte[] begin = Arrays.copyOfRange(extension, from, from + INTEGER_AND_ENUMERATED_AUTH.length);
        begin[2] = -1;
        return Arrays.equals(begin, INTEGER_AND_ENUMERATED_AUTH);
    }

    /** Where the content of a DER value begins whose tag is here: after the tag and its length. */
    private static int content(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return der.length;
        }
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static void require(boolean holds, String what) throws CertificateException {
        if (!holds) {
            throw new CertificateException("the certificate at the other end " + what);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nobody is trusted as a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("nobody is trusted as a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody is trusted as a client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
