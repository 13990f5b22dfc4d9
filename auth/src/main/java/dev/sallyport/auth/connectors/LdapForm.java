package dev.sallyport.auth.connectors;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** What a connector to a directory must look like. */
public final class LdapForm {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final int MOST_SERVERS = 8;
    private static final int LDAPS = 636;
    private static final int LDAP = 389;

    private LdapForm() {}

    /** A directory server. */
    public record Server(String host, int port, boolean tls) {}

    static void check(LdapSpec spec) {
        if (spec.getUrlsList().isEmpty() || spec.getUrlsCount() > MOST_SERVERS) {
            throw wrong("urls: expected 1 to " + MOST_SERVERS + " of ldaps://HOST:PORT");
        }
        spec.getUrlsList().forEach(url -> server(url, spec.getStartTls()));
        try {
            for (String dn : List.of(spec.getBindDn(), spec.getUserBase(), spec.getGroupBase())) {
                new DN(dn);
            }
            for (String filter : List.of(spec.getUserFilter(), spec.getGroupFilter())) {
                if (!filter.isEmpty()) {
                    Filter.create(filter);
                }
            }
        } catch (LDAPException e) {
            throw wrong(ProviderRefusals.shown(String.valueOf(e.getMessage())));
        }
    }

    /** @throws Failure INVALID for what nobody may dial */
    public static Server server(String url, boolean startTls) {
        try {
            URI uri = new URI(url);
            boolean tls = "ldaps".equals(uri.getScheme());
            boolean plain = "ldap".equals(uri.getScheme());
            String host = uri.getHost();
            if (host != null
                    && uri.getUserInfo() == null
                    && (tls || (plain && (startTls || LOOPBACK.matcher(host).matches())))) {
                int port = uri.getPort() > 0 ? uri.getPort() : tls ? LDAPS : LDAP;
                return new Server(host.replaceAll("[\\[\\]]", ""), port, tls);
            }
        } catch (URISyntaxException e) {
            throw wrong("url '" + ProviderRefusals.shown(url) + "': expected ldaps://HOST:PORT");
        }
        throw wrong("url '" + ProviderRefusals.shown(url)
                + "': expected ldaps://HOST:PORT, or ldap:// with start_tls; ldap:// without is for 127.0.0.1 only");
    }

    private static Failure wrong(String text) {
        return Failure.of(FailureCode.INVALID, text);
    }
}
