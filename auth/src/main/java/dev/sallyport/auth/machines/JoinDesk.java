package dev.sallyport.auth.machines;

import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import dev.sallyport.auth.authority.MachineIssuer;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.MachineRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where a machine comes in with a token, and stays with its certificate. */
public final class JoinDesk {

    private static final String LOCKED = "locked";
    private static final int MACHINES_AT_ONCE = 500;

    private final Records<MachineRecord> nodes;
    private final Records<MachineRecord> proxies;
    private final TokenBook tokens;
    private final LockBook locks;
    private final MachineIssuer issuer;
    private final Ledger ledger;
    private final InstantSource clock;
    private final java.security.SecureRandom random;

    public JoinDesk(
            Store store,
            TokenBook tokens,
            LockBook locks,
            MachineIssuer issuer,
            Ledger ledger,
            InstantSource clock,
            java.security.SecureRandom random) {
        this.nodes = Records.open(store, Keyspace.NODES, MachineRecord.parser());
        this.proxies = Records.open(store, Keyspace.PROXIES, MachineRecord.parser());
        this.tokens = tokens;
        this.locks = locks;
        this.issuer = issuer;
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a machine asks for.
     *
     * @param tlsKey P-256
     * @param sshKey Ed25519 host key; empty where it has none
     */
    public record Application(
            String token, MachineKind kind, String name, PublicKey tlsKey, Optional<PublicKey> sshKey) {
        @Override
        public String toString() {
            return "Application[***, " + kind + ", " + name + "]";
        }
    }

    /** The two ways a join ends; both are in the audit trail. */
    private sealed interface Outcome {
        record In(MachineCredentials credentials) implements Outcome {}

        record Out(String reason) implements Outcome {}
    }

    /**
     * Lets a machine in. The token is used up by the same commit that makes the machine known.
     *
     * @throws Failure INVALID for a name that cannot be one, UNAUTHENTICATED for a token that is unknown, used, over or for
     *     another type: the text says which
     */
    public MachineCredentials join(Application application, EventSubject source) {
        Names.machine(application.name());
        Outcome outcome = ledger.write(() -> decide(application, source));
        return switch (outcome) {
            case Outcome.In(MachineCredentials credentials) -> credentials;
            case Outcome.Out(String reason) ->
                throw Failure.of(FailureCode.UNAUTHENTICATED, advice(reason, application));
        };
    }

    /**
     * New certificates for a machine that is in. Its id and name stay, whatever it asks.
     *
     * @throws Failure UNAUTHENTICATED where the machine was removed
     */
    public MachineCredentials renew(
            MachineKind kind, String id, PublicKey tlsKey, Optional<PublicKey> sshKey, EventSubject source) {
        return ledger.write(() -> {
            Records.Versioned<MachineRecord> machine = records(kind)
                    .find(id)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.UNAUTHENTICATED,
                            "this machine was removed from the cluster: join it with a new token"));
            String name = machine.value().getName();
            MachineCredentials credentials =
                    issuer.issue(new MachineIssuer.Grant(kind.identity(), id, name, tlsKey, sshKey));
            Instant end = Moments.read(credentials.getNotAfter());
            return Plan.of(List.of(), renewed(kind, id, name, end, source), credentials);
        });
    }

    /** Whether a machine of this kind and id is known. */
    public boolean isKnown(MachineKind kind, String id) {
        return Names.isId(id) && records(kind).find(id).isPresent();
    }

    private Plan<Outcome> decide(Application application, EventSubject source) {
        return switch (tokens.find(application.token(), application.kind())) {
            case TokenBook.Found.Bad(String id, String reason) -> refuse(application, id, reason, source);
            case TokenBook.Found.Good good -> {
                String id = OneTimeCode.id(good.stored().name());
                yield locks.onToken(id).isPresent()
                        ? refuse(application, id, LOCKED, source)
                        : admit(application, good, source);
            }
        };
    }

    private Plan<Outcome> refuse(Application application, String token, String reason, EventSubject source) {
        return Plan.of(
                List.of(),
                new MachineEvent.JoinRefused(
                        ledger.head(source.withNode("", application.name())),
                        application.kind().text(),
                        token,
                        reason),
                new Outcome.Out(reason));
    }

    /** Id of the machine that joined with this token (public part), if one did. Reads all machines, a page at a time. */
    public Optional<String> joinedWith(String token) {
        return joinedWith(nodes, token).or(() -> joinedWith(proxies, token));
    }

    private static Optional<String> joinedWith(Records<MachineRecord> machines, String token) {
        String after = "";
        while (true) {
            List<Records.Versioned<MachineRecord>> page = machines.after(after, MACHINES_AT_ONCE);
            Optional<String> found = page.stream()
                    .filter(machine -> machine.value().getToken().equals(token))
                    .map(Records.Versioned::name)
                    .findFirst();
            if (found.isPresent() || page.size() < MACHINES_AT_ONCE) {
                return found;
            }
            after = page.getLast().name();
        }
    }

    private Plan<Outcome> admit(Application application, TokenBook.Found.Good good, EventSubject source) {
        String id = randomId().toString();
        MachineRecord machine = MachineRecord.newBuilder()
                .setId(id)
                .setName(application.name())
                .setCreatedSeconds(clock.instant().getEpochSecond())
                .setToken(OneTimeCode.id(good.stored().name()))
                .build();
        MachineCredentials credentials = issuer.issue(new MachineIssuer.Grant(
                application.kind().identity(), id, application.name(), application.tlsKey(), application.sshKey()));
        return Plan.of(
                List.of(tokens.use(good, id), records(application.kind()).create(id, machine)),
                joined(machine, application.kind(), good, Moments.read(credentials.getNotAfter()), source),
                new Outcome.In(credentials));
    }

    private AuditEvent joined(
            MachineRecord machine, MachineKind kind, TokenBook.Found.Good good, Instant end, EventSubject source) {
        String token = OneTimeCode.id(good.stored().name());
        return switch (kind) {
            case NODE ->
                new MachineEvent.NodeJoined(
                        ledger.head(source.withNode(machine.getId(), machine.getName())), token, end);
            case PROXY ->
                new MachineEvent.ProxyJoined(ledger.head(source), machine.getId(), machine.getName(), token, end);
        };
    }

    private AuditEvent renewed(MachineKind kind, String id, String name, Instant end, EventSubject source) {
        return switch (kind) {
            case NODE -> new MachineEvent.NodeRenewed(ledger.head(source.withNode(id, name)), end);
            case PROXY -> new MachineEvent.ProxyRenewed(ledger.head(source), id, name, end);
        };
    }

    private UUID randomId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
        // Version 4, variant 2 (RFC 9562, section 5.4).
        long most = (buffer.getLong() & ~0xf000L) | 0x4000L;
        long least = (buffer.getLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(most, least);
    }

    private Records<MachineRecord> records(MachineKind kind) {
        return switch (kind) {
            case NODE -> nodes;
            case PROXY -> proxies;
        };
    }

    private static String advice(String reason, Application application) {
        String next = "; 'sally tokens add --type=" + application.kind().text() + "' makes a new one";
        return switch (reason) {
            case LOCKED -> "this join token is locked: ask an administrator";
            case "used" -> "this join token was used already, and each lets one machine in" + next;
            case "expired" -> "this join token's time is over; check the clock" + next;
            case "wrong type" ->
                "this join token is not for a " + application.kind().text() + next;
            default -> "this join token is unknown here: it was mistyped, removed, or is another cluster's" + next;
        };
    }
}
