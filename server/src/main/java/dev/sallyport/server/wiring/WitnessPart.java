package dev.sallyport.server.wiring;

import dev.sallyport.model.Metric;
import dev.sallyport.server.config.DaemonConfig;
import dev.sallyport.witness.WitnessRole;
import dev.sallyport.witness.WitnessSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The witness. */
record WitnessPart(WitnessRole witness) implements Part {

    static WitnessPart start(DaemonConfig.Witness own, Path dataDir, InstantSource clock, SecureRandom random) {
        return new WitnessPart(WitnessRole.start(
                new WitnessSettings(own.name(), Addresses.listen(own.listen()), own.logs(), dataDir), clock, random));
    }

    @Override
    public String role() {
        return "witness";
    }

    @Override
    public String where() {
        return "listens on " + Addresses.text(witness.address()) + ", key " + witness.key();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    /** A question takes milliseconds: there is nothing to wait for. */
    @Override
    public void drain(Duration limit) {}

    @Override
    public void close() {
        witness.close();
    }
}
