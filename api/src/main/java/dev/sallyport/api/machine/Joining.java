package dev.sallyport.api.machine;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.PeerVerifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a machine comes in: with what it has on disk, else with a token and the CA's pin.
 *
 * <p>An identity on disk that is still valid wins over a token, so a token may stay in a configuration after it was used.
 */
public final class Joining {

    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

    private final InstantSource clock;
    private final SecureRandom random;

    public Joining(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a machine says of itself.
     *
     * @param folder where its identity is kept
     * @param proxy where to reach auth
     * @param type node or proxy
     * @param name as users will type it
     * @param token from {@code sally tokens add}; empty once joined
     * @param pins of the host CA; needed with a token
     */
    public record Settings(
            Path folder, ProxyAddress proxy, MachineType type, String name, Optional<String> token, List<CaPin> pins) {

        public Settings {
            pins = List.copyOf(pins);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Settings[" + folder + ", " + proxy + ", " + type + ", " + name + ", token=***, " + pins + "]";
        }
    }

    /**
     * The machine's identity: from disk, or by joining, which is kept at once.
     *
     * @throws Failure INVALID for a missing or wrong pin, a damaged identity or a wrong clock; UNAUTHENTICATED for a token
     *     that is wrong, used or over, or none where one is needed; UNAVAILABLE where auth cannot be reached
     */
    public LiveMachine enter(Settings settings) {
        Optional<MachineIdentity> kept = MachineIdentity.load(settings.folder());
        Instant now = clock.instant();
        if (kept.isPresent() && now.isBefore(kept.get().notAfter())) {
            requireBegun(kept.get(), now);
            return new LiveMachine(settings.folder(), kept.get());
        }
        String token = settings.token().orElseThrow(() -> noToken(kept, now));
        MachineIdentity joined = join(settings, token);
        LOG.info("event=joined id={} name={} not_after={}", joined.id(), settings.name(), joined.notAfter());
        return LiveMachine.keeping(settings.folder(), joined);
    }

    private MachineIdentity join(Settings settings, String token) {
        if (settings.pins().isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "joining needs the CA pin beside the token, so that the token goes to nobody else: 'sally tokens add'"
                            + " prints it as sha256:…");
        }
        MachineKeys keys = MachineKeys.generate(random);
        JoinRequest request = JoinRequest.newBuilder()
                .setToken(token)
                .setType(settings.type())
                .setName(settings.name())
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.sshHost().getPublic(), settings.name()))
                .build();
        PeerVerifier pinned = PeerVerifier.pinned(settings.pins(), clock);
        try (ApiChannel channel = ApiChannel.open(settings.proxy(), pinned, Optional::empty)) {
            MachineCredentials credentials = GrpcFailures.calling(
                    () -> JoinServiceGrpc.newBlockingStub(channel.channel()).join(request));
            return requirePinned(MachineIdentity.of(credentials, keys), settings.pins());
        }
    }

    /** The CAs that are followed from now on must hold the one that was pinned. */
    private static MachineIdentity requirePinned(MachineIdentity joined, List<CaPin> pins) {
        if (joined.trust().pins().stream().noneMatch(pins::contains)) {
            throw Failure.of(FailureCode.INVALID, "auth answered with CAs of which none has the pin that was given");
        }
        return joined;
    }

    private static void requireBegun(MachineIdentity kept, Instant now) {
        if (now.isBefore(kept.notBefore())) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "this machine's certificate is not valid until " + kept.notBefore() + "; this machine's clock says "
                            + now + ": check the clock");
        }
    }

    private static Failure noToken(Optional<MachineIdentity> kept, Instant now) {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                kept.map(ended -> "this machine's certificate ended at " + ended.notAfter()
                                + "; this machine's clock says " + now
                                + ": check the clock, or join again with a token ('sally tokens add')")
                        .orElse(
                                "this machine has not joined yet: give it a token and the CA pin ('sally tokens add')"));
    }
}
