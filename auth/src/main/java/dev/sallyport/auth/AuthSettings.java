package dev.sallyport.auth;

import dev.sallyport.auth.authority.RotationPolicies;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.ssh.AddressRanges;
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
 * @param forwarders whose word in a PROXY header is believed about where a connection comes from
 * @param factors what is wanted of second factors
 * @param trail who signs the audit trail, where it goes, how long it is kept
 */
public record AuthSettings(
        String cluster,
        InetSocketAddress listen,
        Path dataDir,
        Path keyFile,
        String proxyPublicAddress,
        String proxySshAddress,
        RotationPolicies rotation,
        int callsPerSource,
        AddressRanges forwarders,
        FactorSettings factors,
        TrailSettings trail) {

    private static final Pattern DNS =
            Pattern.compile("(?=.{1,100}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Behind one address there may be a whole office, or all that comes through a proxy. */
    private static final int CALLS_PER_SOURCE = 60;

    /** A proxy on this host. */
    private static final AddressRanges LOOPBACK = AddressRanges.parse("127.0.0.0/8,::1");

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
                CALLS_PER_SOURCE,
                LOOPBACK,
                FactorSettings.at(proxyPublicAddress),
                TrailSettings.LOG_ONLY);
    }

    /** The same, sealed with the key in another file. */
    public AuthSettings withKeyFile(Path file) {
        return new AuthSettings(
                cluster,
                listen,
                dataDir,
                file,
                proxyPublicAddress,
                proxySshAddress,
                rotation,
                callsPerSource,
                forwarders,
                factors,
                trail);
    }

    /** The same, with these forwarders and no others. */
    public AuthSettings withForwarders(AddressRanges believed) {
        return new AuthSettings(
                cluster,
                listen,
                dataDir,
                keyFile,
                proxyPublicAddress,
                proxySshAddress,
                rotation,
                callsPerSource,
                believed,
                factors,
                trail);
    }

    /** The same, with this wanted of second factors. */
    public AuthSettings withFactors(FactorSettings wanted) {
        return new AuthSettings(
                cluster,
                listen,
                dataDir,
                keyFile,
                proxyPublicAddress,
                proxySshAddress,
                rotation,
                callsPerSource,
                forwarders,
                wanted,
                trail);
    }

    /** The same, with this done with the audit trail. */
    public AuthSettings withTrail(TrailSettings wanted) {
        return new AuthSettings(
                cluster,
                listen,
                dataDir,
                keyFile,
                proxyPublicAddress,
                proxySshAddress,
                rotation,
                callsPerSource,
                forwarders,
                factors,
                wanted);
    }

    /** The log's folder, beside the store. */
    public Path logFolder() {
        return dataDir.resolve("log");
    }

    /** The local administrator's identity. */
    public Path adminFile() {
        return dataDir.resolve("admin.pem");
    }
}
