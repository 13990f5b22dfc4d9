package dev.sallyport.auth.access;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.JoinDesk;
import dev.sallyport.auth.machines.MachineKind;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.requests.Marks;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.RoleSet;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.model.role.Role;
import dev.sallyport.pki.x509.VerifiedPeer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a verified certificate is still worth: its holder must be there, and have the roles that it names. A removed user
 * is out at once, a role that was taken away too; one that was given later needs a new login.
 */
public final class Standing {

    /** Certificates begin a little before they are made. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(3);

    /** A machine that is locked must learn of it, to cut what runs, and may say what it saw. */
    private static final Set<String> OF_LOCKED_MACHINES = Set.of(
            NodeServiceGrpc.getGetPolicyMethod().getFullMethodName(),
            AuditServiceGrpc.getEmitEventsMethod().getFullMethodName(),
            RecordingServiceGrpc.getPutChunkMethod().getFullMethodName(),
            RecordingServiceGrpc.getGetUploadMethod().getFullMethodName());

    private final UserBook users;
    private final RoleBook roles;
    private final JoinDesk machines;
    private final LockBook locks;
    private final ListBook lists;
    private final InstantSource clock;

    public Standing(
            UserBook users, RoleBook roles, JoinDesk machines, LockBook locks, ListBook lists, InstantSource clock) {
        this.lists = lists;
        this.users = users;
        this.roles = roles;
        this.machines = machines;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * What it is worth for this call.
     *
     * @param method full name
     * @throws Failure UNAUTHENTICATED where the holder is not there any more, DENIED where a lock is on the holder
     */
    public Caller.Known of(VerifiedPeer peer, String source, String method) {
        Identity identity = peer.identity().identity();
        Instant notBefore = peer.certificate().getNotBefore().toInstant();
        new Circumstances(clock.instant(), notBefore, locks.inForce())
                .lockOn(identity)
                .filter(_ -> identity.kind() == Identity.Kind.USER || !OF_LOCKED_MACHINES.contains(method))
                .ifPresent(lock -> {
                    throw Failure.of(code(lock), lock.told());
                });
        return new Caller.Known(
                identity,
                RoleSet.of(roles(identity, notBefore)),
                notBefore,
                peer.certificate().getNotAfter().toInstant(),
                source,
                Marks.ofKey(peer.certificate().getPublicKey()));
    }

    private static FailureCode code(Lock lock) {
        return lock.target() instanceof Lock.Target.Certificates ? FailureCode.UNAUTHENTICATED : FailureCode.DENIED;
    }

    private List<Role> roles(Identity identity, Instant notBefore) {
        return switch (identity.kind()) {
            case USER -> userRoles(identity, notBefore);
            case LOCAL_ADMIN -> List.of(PresetRoles.LOCAL_ADMIN);
            case NODE -> machine(identity, MachineKind.NODE);
            case PROXY -> machine(identity, MachineKind.PROXY);
            case AUTH -> throw gone();
        };
    }

    private List<Role> userRoles(Identity identity, Instant notBefore) {
        Person person = users.find(identity.user())
                .filter(there -> !notBefore.plus(CLOCK_MARGIN).isBefore(there.created()))
                .orElseThrow(Standing::gone);
        List<String> held = lists.grant(person.name()).with(person.roles());
        return roles.known(Stream.concat(
                        identity.roles().stream().filter(held::contains),
                        identity.extras().stream().flatMap(extra -> extra.roles().stream()))
                .toList());
    }

    private List<Role> machine(Identity identity, MachineKind kind) {
        if (!machines.isKnown(kind, identity.user())) {
            throw gone();
        }
        return List.of();
    }

    private static Failure gone() {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                "whom this certificate is for is not in the cluster any more: log in or join again");
    }
}
