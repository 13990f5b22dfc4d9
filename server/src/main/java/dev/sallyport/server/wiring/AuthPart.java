package dev.sallyport.server.wiring;

import dev.sallyport.api.v1.MachineType;
import dev.sallyport.auth.AuthRole;
import dev.sallyport.auth.AuthSettings;
import dev.sallyport.auth.JoinOffer;
import dev.sallyport.auth.TrailSettings;
import dev.sallyport.auth.TrailStorage;
import dev.sallyport.auth.log.WitnessAddress;
import dev.sallyport.auth.retention.RetentionPolicy;
import dev.sallyport.model.Metric;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Auth, with the store that it does not close itself. */
record AuthPart(AuthRole auth, OpenStore opened, TrailStorage storage) implements Part {

    private static final String RECORDINGS = "recordings";

    static AuthPart start(DaemonConfig config, InstantSource clock, SecureRandom random) throws InterruptedException {
        DaemonConfig.Auth own = config.auth().orElseThrow();
        AuthSettings settings = settings(config, own);
        Path dataDir = settings.dataDir();
        OpenStore opened = OpenStore.open(own.store(), dataDir, clock);
        try {
            return start(settings, opened, storage(own, dataDir.resolve(RECORDINGS)), clock, random);
        } catch (RuntimeException e) {
            opened.store().close();
            throw e;
        }
    }

    private static AuthPart start(
            AuthSettings settings, OpenStore opened, TrailStorage storage, InstantSource clock, SecureRandom random) {
        try {
            return new AuthPart(AuthRole.start(settings, opened.store(), storage, clock, random), opened, storage);
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static TrailStorage storage(DaemonConfig.Auth own, Path folder) {
        return own.bucket()
                .map(bucket -> TrailStorage.inS3(Buckets.of(bucket), folder))
                .orElseGet(() -> TrailStorage.onDisk(folder));
    }

    private static AuthSettings settings(DaemonConfig config, DaemonConfig.Auth own) {
        AuthSettings usual = new AuthSettings(
                config.cluster().orElseThrow(),
                Addresses.listen(own.listen()),
                Folders.ownerOnly(config.dataDir()),
                own.proxyPublicAddress().or(() -> PublicAddresses.main(config)).orElse(""),
                own.proxySshAddress().or(() -> PublicAddresses.ssh(config)).orElse(""));
        AuthSettings keyed = own.keyFile().map(usual::withKeyFile).orElse(usual);
        return own.forwarders()
                .map(keyed::withForwarders)
                .orElse(keyed)
                .withFactors(Factors.of(own.factors(), usual.factors()))
                .withTrail(trail(usual.cluster(), own));
    }

    private static TrailSettings trail(String cluster, DaemonConfig.Auth own) {
        return new TrailSettings(
                own.witnesses().stream()
                        .map(each -> new WitnessAddress(each.url(), each.key()))
                        .toList(),
                ExportTargets.of(own.exports(), cluster),
                NoticeTargets.of(own.notices()),
                new RetentionPolicy(own.retention().events(), own.retention().recordings()));
    }

    /** A way in for another role of this process. */
    Tokens offer(MachineType type) {
        JoinOffer offer = auth.offer(type);
        return new Tokens(Optional.of(offer.token()), offer.pins());
    }

    @Override
    public String role() {
        return "auth";
    }

    @Override
    public String where() {
        return "listens on " + Addresses.text(auth.address()) + ", store " + opened.where() + ", log key "
                + auth.logKey();
    }

    @Override
    public Optional<String> trouble() {
        return opened.trouble().get().or(auth::trouble);
    }

    @Override
    public Optional<String> warning() {
        return auth.warning();
    }

    @Override
    public List<Metric> metrics() {
        return auth.metrics();
    }

    @Override
    public void drain(Duration limit) {
        auth.drain(limit);
    }

    @Override
    public void close() {
        auth.close();
        storage.close();
        opened.store().close();
    }
}
