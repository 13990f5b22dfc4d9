package dev.sallyport.auth;

import dev.sallyport.auth.authority.RotationPolicies;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What auth is told at its start.
 *
 * @param cluster name of the cluster, a DNS name: part of host names in certificates; never changes
 * @param listen where the API is served; port 0 for any
 * @param dataDir folder with {@code admin.pem} and, where nothing else is said, {@code cluster.key}; made with mode 0700
 * @param keyFile seals the secrets in the store; made at the first start, mode 0600
 * @param proxyPublicAddress HOST:PORT at which people and agents reach the proxies
 * @param proxySshAddress HOST:PORT for ProxyJump; empty where there is none
 * @param rotation how often the cluster's keys change
 * @param callsPerSource logins, invites and joins that one address may try at once; refilled by one every 2 s
 */
public record AuthSettings(
        String cluster,
        InetSocketAddress listen,
        Path dataDir,
        Path keyFile,
        String proxyPublicAddress,
        String proxySshAddress,
        RotationPolicies rotation,
        int callsPerSource) {

    private static final Pattern DNS =
            Pattern.compile("(?=.{1,100}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Behind one address there may be a whole office, or all that comes through a proxy. */
    private static final int CALLS_PER_SOURCE = 60;

    public AuthSettings {
        if (!DNS.matcher(cluster).matches()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "cluster name '" + cluster + "': expected a DNS name in lower case, such as demo.example.com");
        }
        if (callsPerSource < 1) {
            throw Failure.of(FailureCode.INVALID, "calls per source: expected at least 1");
        }
    }

    /** With the usual rotation and limits. */
    public AuthSettings(
            String cluster, InetSocketAddress listen, Path dataDir, String proxyPublicAddress, String proxySshAddress) {
        this(
                cluster,
                listen,
                dataDir,
                dataDir.resolve("cluster.key"),
                proxyPublicAddress,
                proxySshAddress,
                RotationPolicies.DEFAULT,
                CALLS_PER_SOURCE);
    }

    /** The local administrator's identity. */
    public Path adminFile() {
        return dataDir.resolve("admin.pem");
    }
}
