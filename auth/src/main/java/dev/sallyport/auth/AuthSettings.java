package dev.sallyport.auth;

import dev.sallyport.auth.authority.RotationPolicies;
import dev.sallyport.auth.export.ExportTarget;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.log.WitnessAddress;
import dev.sallyport.auth.notice.NoticeTarget;
import dev.sallyport.auth.retention.RetentionPolicy;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.ssh.AddressRanges;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
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
 * @param witnesses who are to sign the audit log, too
 * @param exports where the audit trail goes
 * @param notices who is told what waits
 * @param factors what is wanted of second factors
 * @param retention how long events and recordings are kept
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
        List<WitnessAddress> witnesses,
        List<ExportTarget> exports,
        List<NoticeTarget> notices,
        FactorSettings factors,
        RetentionPolicy retention) {

    private static final Pattern DNS =
            Pattern.compile("(?=.{1,100}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Behind one address there may be a whole office, or all that comes through a proxy. */
    private static final int CALLS_PER_SOURCE = 60;

    /** A proxy on this host. */
    private static final AddressRanges LOOPBACK = AddressRanges.parse("127.0.0.0/8,::1");

    public AuthSettings {
        witnesses = List.copyOf(witnesses);
        exports = List.copyOf(exports);
        notices = List.copyOf(notices);
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
                List.of(),
                List.of(),
                List.of(),
                FactorSettings.at(proxyPublicAddress),
                RetentionPolicy.KEEP);
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
                witnesses,
                exports,
                notices,
                factors,
                retention);
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
                witnesses,
                exports,
                notices,
                factors,
                retention);
    }

    /** The same, with these witnesses and no others. */
    public AuthSettings withWitnesses(List<WitnessAddress> signing) {
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
                signing,
                exports,
                notices,
                factors,
                retention);
    }

    /** The same, with these exports and no others. */
    public AuthSettings withExports(List<ExportTarget> targets) {
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
                witnesses,
                targets,
                notices,
                factors,
                retention);
    }

    /** The same, with these notices and no others. */
    public AuthSettings withNotices(List<NoticeTarget> targets) {
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
                witnesses,
                exports,
                targets,
                factors,
                retention);
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
                witnesses,
                exports,
                notices,
                wanted,
                retention);
    }

    /** The same, which keeps things this long. */
    public AuthSettings withRetention(RetentionPolicy policy) {
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
                witnesses,
                exports,
                notices,
                factors,
                policy);
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
