package dev.sallyport.agent.policy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.agent.policy.PolicyVerdict.Bad;
import dev.sallyport.agent.policy.PolicyVerdict.Fault;
import dev.sallyport.agent.policy.PolicyVerdict.Good;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest policy that this host was handed, in memory and on disk. Whoever hands one over, it is verified; one that is older
 * never takes the place of a newer one, also not after a restart. Safe for use by many threads.
 */
public final class HeldPolicy {

    private static final Logger log = LoggerFactory.getLogger(HeldPolicy.class);

    /** A push and an answer may pass each other on the way: by so much an older one is nothing to talk of. */
    private static final Duration CROSSING = Duration.ofMinutes(1);

    private final Path file;
    private final LiveMachine machine;
    private final InstantSource clock;
    private final PolicyVerifier verifier;
    private final RefusedPolicies refused;
    private final Runnable onChange;
    private volatile @Nullable Policy current;

    private HeldPolicy(
            Path file, LiveMachine machine, InstantSource clock, RefusedPolicies refused, Runnable onChange) {
        this.file = file;
        this.machine = machine;
        this.clock = clock;
        this.verifier = new PolicyVerifier(machine, clock);
        this.refused = refused;
        this.onChange = onChange;
    }

    /**
     * With what an earlier process left in this file, if it still is this host's.
     *
     * @param onChange run when other locks hold than before; must not block for long
     */
    public static HeldPolicy open(
            Path file, LiveMachine machine, InstantSource clock, RefusedPolicies refused, Runnable onChange) {
        HeldPolicy held = new HeldPolicy(file, machine, clock, refused, onChange);
        try {
            PrivateFile.read(file).ifPresent(held::restore);
        } catch (Failure e) {
            log.error("policy on disk cannot be read file={} reason={}", file, e.text());
        }
        return held;
    }

    private void restore(byte[] bytes) {
        try {
            switch (verifier.read(SignedPolicy.parseFrom(bytes))) {
                case Good(Policy policy) -> {
                    current = policy;
                    log.info("policy from disk revision={} issued={}", policy.revision(), policy.issued());
                }
                case Bad(Fault fault, String text) ->
                    log.warn("policy on disk not used file={} fault={} reason={}", file, fault.word(), text);
            }
        } catch (InvalidProtocolBufferException e) {
            log.error("policy on disk is damaged file={}", file);
        }
    }

    /** From auth, end to end. */
    public void answered(SignedPolicy policy) {
        take(policy, "auth");
    }

    /** By a proxy, over a control stream. */
    public void handed(SignedPolicy policy) {
        take(policy, "proxy");
    }

    private void take(SignedPolicy signed, String carrier) {
        PolicyVerdict verdict = verifier.read(signed);
        switch (verdict) {
            case Good(Policy policy) -> take(signed, policy, carrier);
            case Bad(Fault fault, String text) -> refused.tell(fault, carrier, text);
        }
    }

    private void take(SignedPolicy signed, Policy policy, String carrier) {
        boolean other;
        synchronized (this) {
            Policy known = current;
            if (known != null && !policy.isNewerThan(known)) {
                older(policy, known, carrier);
                return;
            }
            keep(signed);
            other = known == null || !known.locks().equals(policy.locks());
            current = policy;
        }
        if (other) {
            log.info(
                    "locks changed count={} revision={} carrier={}",
                    policy.locks().size(),
                    policy.revision(),
                    carrier);
            onChange.run();
        }
    }

    private void older(Policy policy, Policy known, String carrier) {
        if (policy.revision() < known.revision()
                && policy.issued().isBefore(known.issued().minus(CROSSING))) {
            refused.tell(
                    Fault.ROLLED_BACK,
                    carrier,
                    "revision " + policy.revision() + " of " + policy.issued() + ", and revision " + known.revision()
                            + " of " + known.issued() + " is known here");
        }
    }

    /** A lock must count even where the disk fails; what a restart may forget then, the log says. */
    private void keep(SignedPolicy signed) {
        try {
            PrivateFile.write(file, signed.toByteArray());
        } catch (Failure e) {
            log.error("policy not kept on disk next=\"a restart may forget it\" reason={}", e.text());
        }
    }

    /** What is known, however old; empty where nothing is. */
    Optional<Policy> known() {
        return Optional.ofNullable(current);
    }

    /**
     * What to decide by.
     *
     * @throws Failure UNAVAILABLE when nothing is known, or this host's own certificate is over
     */
    Policy now() {
        Policy policy = current;
        if (policy == null || !clock.instant().isBefore(machine.current().notAfter())) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "auth cannot be asked who may come in, and this host does not know: try again when auth is back");
        }
        return policy;
    }

    /** How old what is known is; empty where nothing is. */
    public Optional<Duration> age() {
        return known().map(policy -> Duration.between(policy.issued(), clock.instant()));
    }
}
