package dev.sallyport.cli.knock;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server whose chain ends at the host CA and whose certificate has the name that was asked for. The JDK's own check of names does not
 * fit: it would look for the server name, which is the knock, and refuses names with an underscore.
 */
record NamedHost(X509TrustManager path, String name) implements X509TrustManager {

    /** Tag of a dNSName (RFC 5280, 4.2.1.6). */
    private static final Integer DNS_NAME = 2;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        path.checkServerTrusted(chain, authType);
        if (!names(chain[0])) {
            throw new CertificateException("its certificate is not for " + name);
        }
    }

    private boolean names(X509Certificate leaf) throws CertificateException {
        Iterable<List<?>> names = leaf.getSubjectAlternativeNames();
        if (names != null) {
            for (List<?> each : names) {
                if (DNS_NAME.equals(each.get(0)) && name.equalsIgnoreCase(String.valueOf(each.get(1)))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end expects a server, not a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
