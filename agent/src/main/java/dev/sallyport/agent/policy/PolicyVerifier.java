package dev.sallyport.agent.policy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.sallyport.agent.policy.PolicyVerdict.Bad;
import dev.sallyport.agent.policy.PolicyVerdict.Fault;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.lock.LockReader;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.RoleSet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether a policy is this host's: first the signature, then the rest. A part that is not understood spoils the whole, for what is
 * left out might be what denies.
 */
record PolicyVerifier(LiveMachine machine, InstantSource clock) {

    /** As far as the clocks of auth and of an agent that has a control stream may be apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    PolicyVerdict read(SignedPolicy signed) {
        if (signed.getSerializedSize() > PolicySeal.MAX_BYTES) {
            return new Bad(Fault.UNREADABLE, "it has " + signed.getSerializedSize() + " bytes");
        }
        MachineIdentity own = machine.current();
        ClusterTrust trust = own.trust();
        if (!PolicySeal.isGood(signed, trust.policyKeys())) {
            return new Bad(Fault.FORGED, "no key that signs policy in the cluster " + trust.cluster() + " signed it");
        }
        try {
            return judged(PolicyImage.parseFrom(signed.getImage()), own);
        } catch (Failure e) {
            return new Bad(Fault.UNREADABLE, e.text());
        } catch (InvalidProtocolBufferException | DateTimeException e) {
            return new Bad(Fault.UNREADABLE, "it is no image: " + e.getMessage());
        }
    }

    private PolicyVerdict judged(PolicyImage image, MachineIdentity own) {
        if (!image.getCluster().equals(own.trust().cluster())) {
            return new Bad(Fault.FOREIGN, "it is for the cluster " + image.getCluster());
        }
        if (!image.getNodeId().equals(own.id())) {
            return new Bad(Fault.FOREIGN, "it is for the node " + image.getNodeId());
        }
        Instant issued = instant(image.getIssued());
        if (issued.isAfter(clock.instant().plus(CLOCKS_APART))) {
            return new Bad(Fault.CLOCK, "it was made at " + issued + ", and this host's clock says " + clock.instant());
        }
        return new PolicyVerdict.Good(new Policy(
                image.getRevision(),
                issued,
                instant(image.getFreshUntil()),
                image.getLabelsMap(),
                roles(image),
                LockReader.read(image.getLocksList())));
    }

    private static RoleSet roles(PolicyImage image) {
        return RoleSet.of(image.getRolesList().stream()
                .map(message -> RoleReader.read(message).orFail())
                .toList());
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
