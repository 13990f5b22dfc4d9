package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.auth.state.v1.CredentialRecord;
import java.util.HashSet;
import java.util.List;

/** What a key is asked for: as clients hear it, as browsers do, and as the answer is verified against. */
public final class KeyWishes {

    /** The best first. */
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            PublicKeyCredentialParameters.ES256,
            PublicKeyCredentialParameters.EdDSA,
            PublicKeyCredentialParameters.RS256);

    private final FactorSettings settings;
    private final String name;

    KeyWishes(FactorSettings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    /** An assertion by one of the person's keys, or by whichever key knows whose it is. */
    PublicKeyCredentialRequestOptions assertion(CredentialRecord record, ByteString challenge, boolean byKeyAlone) {
        var options = PublicKeyCredentialRequestOptions.builder()
                .challenge(SecurityKeys.array(challenge))
                .rpId(settings.rpId())
                .timeout(Challenges.LIFE.toMillis())
                .userVerification(
                        byKeyAlone ? UserVerificationRequirement.REQUIRED : UserVerificationRequirement.DISCOURAGED);
        return byKeyAlone
                ? options.build()
                : options.allowCredentials(OneOwner.descriptors(record)).build();
    }

    /** A new key. */
    PublicKeyCredentialCreationOptions registration(
            CredentialRecord record, String user, ByteString challenge, boolean passwordless) {
        return PublicKeyCredentialCreationOptions.builder()
                .rp(RelyingPartyIdentity.builder()
                        .id(settings.rpId())
                        .name(name)
                        .build())
                .user(UserIdentity.builder()
                        .name(user)
                        .displayName(user)
                        .id(SecurityKeys.array(record.getUserHandle()))
                        .build())
                .challenge(SecurityKeys.array(challenge))
                .pubKeyCredParams(ALGORITHMS)
                .timeout(Challenges.LIFE.toMillis())
                .excludeCredentials(new HashSet<>(OneOwner.descriptors(record)))
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(
                                passwordless ? ResidentKeyRequirement.REQUIRED : ResidentKeyRequirement.DISCOURAGED)
                        .userVerification(
                                passwordless
                                        ? UserVerificationRequirement.REQUIRED
                                        : UserVerificationRequirement.DISCOURAGED)
                        .build())
                .attestation(
                        settings.wantsAttestation()
                                ? AttestationConveyancePreference.DIRECT
                                : AttestationConveyancePreference.NONE)
                .build();
    }

    /** The first, for a client of ours. */
    public KeyRequest request(CredentialRecord record, ByteString challenge, boolean byKeyAlone) {
        KeyRequest.Builder request = KeyRequest.newBuilder()
                .setChallenge(challenge)
                .setRpId(settings.rpId())
                .setOrigin(settings.origin())
                .setVerifyUser(byKeyAlone);
        if (!byKeyAlone) {
            Devices.keys(record)
                    .forEach(device -> request.addCredentialIds(device.getKey().getCredentialId()));
        }
        return request.build();
    }

    /** The second, for a client of ours. */
    public KeyOffer offer(CredentialRecord record, String user, ByteString challenge, boolean passwordless) {
        KeyOffer.Builder offer = KeyOffer.newBuilder()
                .setChallenge(challenge)
                .setRpId(settings.rpId())
                .setRpName(name)
                .setOrigin(settings.origin())
                .setUserHandle(record.getUserHandle())
                .setUserName(user)
                .setResident(passwordless)
                .setVerifyUser(passwordless)
                .setAttestation(settings.wantsAttestation());
        ALGORITHMS.forEach(
                algorithm -> offer.addAlgorithms((int) algorithm.getAlg().getId()));
        Devices.keys(record).forEach(device -> offer.addExclude(device.getKey().getCredentialId()));
        return offer.build();
    }

    /** What {@code navigator.credentials.get} takes, as JSON. */
    String assertionJson(CredentialRecord record, ByteString challenge, boolean byKeyAlone) {
        return json(() -> assertion(record, challenge, byKeyAlone).toCredentialsGetJson());
    }

    /** What {@code navigator.credentials.create} takes, as JSON. */
    String registrationJson(CredentialRecord record, String user, ByteString challenge, boolean passwordless) {
        return json(() -> registration(record, user, challenge, passwordless).toCredentialsCreateJson());
    }

    private interface Written {
        String write() throws com.fasterxml.jackson.core.JsonProcessingException;
    }

    private static String json(Written written) {
        try {
            return written.write();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("options are plain data", e);
        }
    }
}
