package dev.sallyport.auth.people;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FactorEvent;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.factors.Devices;
import dev.sallyport.auth.factors.KeyOwners;
import dev.sallyport.auth.factors.OtpUri;
import dev.sallyport.auth.factors.RecoveryCode;
import dev.sallyport.auth.factors.SecurityKeys;
import dev.sallyport.auth.factors.Totp;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** A person's devices: added, listed, taken away. That a second factor was shown for it is looked after before. */
public final class DeviceDesk {

    private static final int LONGEST_NAME = 64;
    private static final int HANDLE_BYTES = 32;
    private static final Set<String> KINDS = Set.of("totp", "webauthn");

    private final String cluster;
    private final Credentials credentials;
    private final Challenges challenges;
    private final KeyOwners owners;
    private final SecurityKeys keys;
    private final Asking asking;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    DeviceDesk(
            People.Wiring shared,
            Credentials credentials,
            Challenges challenges,
            KeyOwners owners,
            SecurityKeys keys,
            Asking asking) {
        this.cluster = shared.cluster();
        this.credentials = credentials;
        this.challenges = challenges;
        this.owners = owners;
        this.keys = keys;
        this.asking = asking;
        this.ledger = shared.ledger();
        this.clock = shared.clock();
        this.random = shared.random();
    }

    /** What a person has; nothing of whoever has nothing. */
    public CredentialRecord of(String user) {
        return credentials.find(user).map(Records.Versioned::value).orElse(CredentialRecord.getDefaultInstance());
    }

    /** Ids of a person's devices. */
    public List<String> idsOf(String user) {
        return of(user).getDevicesList().stream().map(DeviceRecord::getId).toList();
    }

    /**
     * What a new device needs to know.
     *
     * @throws Failure INVALID for a kind or name that cannot be, CONFLICT for a name that there is, EXHAUSTED with many devices
     */
    public DeviceOffer start(String user, String kind, String name, boolean passwordless) {
        require(kind, name, passwordless);
        return ledger.write(() -> {
            CredentialRecord record = of(user);
            requireRoom(record, name);
            ChallengeRecord.Device.Builder device = ChallengeRecord.Device.newBuilder()
                    .setKind(kind)
                    .setName(name)
                    .setPasswordless(passwordless)
                    .setUserHandle(record.getUserHandle().isEmpty() ? bytes(HANDLE_BYTES) : record.getUserHandle());
            if (kind.equals("totp")) {
                device.setSeed(bytes(Totp.SEED_BYTES));
            }
            Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                    .setUser(user)
                    .setSummary("add the security key " + name + " of " + user)
                    .setDevice(device));
            return new Plan<>(List.of(challenges.creation(draft)), List.of(), offer(draft, record));
        });
    }

    private DeviceOffer offer(Challenges.Draft draft, CredentialRecord record) {
        ChallengeRecord.Device device = draft.record().getDevice();
        DeviceOffer.Builder offer =
                DeviceOffer.newBuilder().setId(draft.id().text()).setNotAfter(Moments.of(draft.notAfter()));
        if (device.getKind().equals("totp")) {
            return offer.setOtpUri(OtpUri.of(
                            cluster, draft.record().getUser(), device.getSeed().toByteArray()))
                    .build();
        }
        CredentialRecord owner = withHandle(record, device);
        return offer.setKey(keys.wishes()
                        .offer(
                                owner,
                                draft.record().getUser(),
                                draft.record().getChallenge(),
                                device.getPasswordless()))
                .setBrowserUrl(asking.page(draft))
                .build();
    }

    /**
     * Adds it.
     *
     * @return empty while a browser has not answered
     * @throws Failure UNAUTHENTICATED where there is no such offer any more, INVALID with what is wrong with the answer,
     *     CONFLICT for a security key that somebody has
     */
    public Optional<Device> finish(String user, FinishDeviceRequest answer, EventSubject by) {
        Records.Versioned<ChallengeRecord> challenge = challenge(user, answer.getId());
        boolean answered = answer.getAnswerCase() != FinishDeviceRequest.AnswerCase.ANSWER_NOT_SET;
        if (!answered && challenge.value().getAnswer().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ledger.write(() -> add(user, answer, by)));
    }

    private Plan<Device> add(String user, FinishDeviceRequest answer, EventSubject by) {
        Records.Versioned<ChallengeRecord> challenge = challenge(user, answer.getId());
        ChallengeRecord.Device asked = challenge.value().getDevice();
        Optional<Records.Versioned<CredentialRecord>> stored = credentials.find(user);
        CredentialRecord record =
                withHandle(stored.map(Records.Versioned::value).orElse(CredentialRecord.getDefaultInstance()), asked);
        requireRoom(record, asked.getName());
        if (!record.getUserHandle().equals(asked.getUserHandle())) {
            throw Failure.of(FailureCode.INVALID, "another first security key was added meanwhile: try again");
        }
        DeviceRecord.Builder device = DeviceRecord.newBuilder()
                .setId(OneTimeCode.random(random).id())
                .setName(asked.getName())
                .setAddedSeconds(clock.instant().getEpochSecond());
        List<Store.Write> writes = new ArrayList<>(List.of(challenges.use(challenge)));
        if (asked.getKind().equals("totp")) {
            device.setCodes(codes(asked, answer.getCode()));
        } else {
            DeviceRecord.SecurityKey key = keys.register(
                    record,
                    attestation(answer, challenge.value()),
                    challenge.value().getChallenge(),
                    asked.getPasswordless());
            requireNobodys(key);
            writes.add(owners.claim(key.getCredentialId(), user));
            device.setKey(key);
        }
        CredentialRecord next = record.toBuilder().addDevices(device).build();
        writes.add(stored.map(old -> credentials.replaced(old, next)).orElseGet(() -> credentials.created(user, next)));
        DeviceRecord added = device.build();
        return Plan.of(
                writes,
                new FactorEvent.Added(ledger.head(by), added.getName(), Devices.kind(added), asked.getPasswordless()),
                message(added));
    }

    private void requireNobodys(DeviceRecord.SecurityKey key) {
        if (owners.owner(key.getCredentialId()).isPresent()) {
            throw Failure.of(FailureCode.INVALID, "this security key's credential is somebody's already: use another");
        }
    }

    private DeviceRecord.OneTimeCodes codes(ChallengeRecord.Device asked, String code) {
        OptionalLong step = Totp.matchingStep(asked.getSeed().toByteArray(), code, clock.instant());
        return DeviceRecord.OneTimeCodes.newBuilder()
                .setSeed(asked.getSeed())
                .setStep(step.orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "the six digits do not match: expected those that the authenticator shows now. If they are"
                                + " right, check the clock of that device")))
                .build();
    }

    private static KeyAttestation attestation(FinishDeviceRequest answer, ChallengeRecord challenge) {
        try {
            return answer.hasAttestation() ? answer.getAttestation() : KeyAttestation.parseFrom(challenge.getAnswer());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored answer cannot be read", e);
        }
    }

    /**
     * Takes a device away.
     *
     * @param word id or name
     * @param wanted whether policy wants this person to have one
     * @throws Failure NOT_FOUND, CONFLICT where it is the last one and policy wants one
     */
    public Device remove(String user, String word, Predicate<CredentialRecord> wanted, EventSubject by) {
        return ledger.write(() -> {
            Records.Versioned<CredentialRecord> old = credentials.find(user).orElseThrow(() -> none(user, word));
            DeviceRecord device = Devices.find(old.value(), word).orElseThrow(() -> none(user, word));
            if (old.value().getDevicesCount() == 1 && wanted.test(old.value())) {
                throw Failure.of(
                        FailureCode.CONFLICT,
                        device.getName() + " is the last second factor of " + user
                                + ", and policy wants one: add another first ('sally mfa add')");
            }
            List<Store.Write> writes =
                    new ArrayList<>(List.of(credentials.replaced(old, Devices.without(old.value(), device))));
            if (device.hasKey()) {
                writes.add(owners.release(device.getKey().getCredentialId()));
            }
            return Plan.of(
                    writes,
                    new FactorEvent.Removed(ledger.head(by), user, device.getName(), Devices.kind(device)),
                    message(device));
        });
    }

    /**
     * New recovery codes, in place of all earlier ones.
     *
     * @throws Failure INVALID for somebody who has no second factor that they would replace
     */
    public List<String> recoveryCodes(String user, EventSubject by) {
        List<String> codes = RecoveryCode.fresh(random);
        return ledger.write(() -> {
            Records.Versioned<CredentialRecord> old = credentials
                    .find(user)
                    .filter(found -> found.value().getDevicesCount() > 0)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.INVALID,
                            "recovery codes stand in for a second factor, and there is none: 'sally mfa add' first"));
            CredentialRecord next = old.value().toBuilder()
                    .clearRecoveryCodes()
                    .addAllRecoveryCodes(codes.stream().map(RecoveryCode::hash).toList())
                    .build();
            return Plan.of(
                    List.of(credentials.replaced(old, next)),
                    new FactorEvent.RecoveryCodes(ledger.head(by), codes.size()),
                    codes);
        });
    }

    /** As a client sees it. */
    public static Device message(DeviceRecord device) {
        Device.Builder message = Device.newBuilder()
                .setId(device.getId())
                .setName(device.getName())
                .setKind(Devices.kind(device))
                .setPasswordless(device.getKey().getResident())
                .setAdded(Moments.of(java.time.Instant.ofEpochSecond(device.getAddedSeconds())));
        if (device.getUsedSeconds() > 0) {
            message.setUsed(Moments.of(java.time.Instant.ofEpochSecond(device.getUsedSeconds())));
        }
        return message.build();
    }

    private Records.Versioned<ChallengeRecord> challenge(String user, String id) {
        return challenges
                .find(id)
                .filter(found ->
                        found.value().hasDevice() && found.value().getUser().equals(user))
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "this offer is over: it was used, or three minutes passed. Try again ('sally mfa add')"));
    }

    private static CredentialRecord withHandle(CredentialRecord record, ChallengeRecord.Device asked) {
        return record.getUserHandle().isEmpty()
                ? record.toBuilder().setUserHandle(asked.getUserHandle()).build()
                : record;
    }

    private static void require(String kind, String name, boolean passwordless) {
        if (!KINDS.contains(kind)) {
            throw Failure.of(FailureCode.INVALID, "a second factor of kind '" + kind + "': expected totp or webauthn");
        }
        if (passwordless && !kind.equals("webauthn")) {
            throw Failure.of(FailureCode.INVALID, "only a security key logs in without a password");
        }
        Names.text(name, "name");
        if (name.isBlank() || name.length() > LONGEST_NAME || !name.equals(name.strip())) {
            throw Failure.of(FailureCode.INVALID, "the device's name: expected 1 to " + LONGEST_NAME + " characters");
        }
    }

    private static void requireRoom(CredentialRecord record, String name) {
        if (Devices.find(record, name).isPresent()) {
            throw Failure.of(FailureCode.INVALID, "there is a device '" + name + "' already: choose another name");
        }
        if (record.getDevicesCount() >= Devices.MOST) {
            throw Failure.of(FailureCode.EXHAUSTED, "there are " + Devices.MOST + " devices already: remove one first");
        }
    }

    private static Failure none(String user, String word) {
        return Failure.of(
                FailureCode.NOT_FOUND, user + " has no device '" + word + "': 'sally mfa ls' shows those there are");
    }

    private ByteString bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
