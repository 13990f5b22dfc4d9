package dev.sallyport.auth.sso.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.auth.connectors.LdapForm;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.sso.provider.ProviderTls;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** Connections to a directory's servers: the first that answers. TLS is verified, by name too. */
record Directory(String name, LdapSpec spec, Duration limit, InstantSource clock) {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 20;

    LDAPConnection connect() {
        StringBuilder troubles = new StringBuilder();
        for (String url : spec.getUrlsList()) {
            try {
                return connect(LdapForm.server(url, spec.getStartTls()));
            } catch (LDAPException e) {
                troubles.append(' ').append(url).append(": ").append(ProviderRefusals.shown(e.getExceptionMessage()));
            }
        }
        throw ProviderRefusals.garbage(name, "cannot be reached:" + troubles);
    }

    private LDAPConnection connect(LdapForm.Server server) throws LDAPException {
        SSLContext tls = ProviderTls.context(spec.getTrustedCa());
        LDAPConnection connection = server.tls()
                ? new LDAPConnection(tls.getSocketFactory(), options(), server.host(), server.port())
                : new LDAPConnection(options(), server.host(), server.port());
        if (!server.tls() && spec.getStartTls()) {
            try {
                require(connection, new StartTLSExtendedRequest(tls));
            } catch (LDAPException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    private static void require(LDAPConnection connection, StartTLSExtendedRequest request) throws LDAPException {
        var result = connection.processExtendedOperation(request);
        if (!result.getResultCode().equals(com.unboundid.ldap.sdk.ResultCode.SUCCESS)) {
            throw new LDAPException(result);
        }
    }

    private LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MILLIS);
        // A login asks up to four times.
        options.setResponseTimeoutMillis(limit.toMillis() / 4);
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(MOST_BYTES);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return options;
    }

    /** When a conversation that begins now is over. */
    Instant end() {
        return clock.instant().plus(limit);
    }

    /** @throws Failure UNAVAILABLE once it is over */
    void requireTime(Instant end) {
        if (!clock.instant().isBefore(end)) {
            throw ProviderRefusals.garbage(name, "took longer than " + limit.toSeconds() + " s");
        }
    }

    /** What one search may take. */
    int seconds() {
        return (int) Math.max(1, limit.toSeconds());
    }

    /** A connector's filter, or the usual one. */
    static Filter filter(String given, String usual) throws LDAPException {
        return Filter.create(given.isEmpty() ? usual : given);
    }

    /** What the directory did wrong. */
    Failure trouble(LDAPException e) {
        return ProviderRefusals.garbage(
                name,
                "answered " + e.getResultCode().getName() + " (" + ProviderRefusals.shown(e.getExceptionMessage())
                        + ")");
    }

    @Override
    public String toString() {
        return "Directory[" + name + ", ***]";
    }
}
