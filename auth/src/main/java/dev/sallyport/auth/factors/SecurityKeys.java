package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.exception.Base64UrlException;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.InvalidSignatureCountException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies what security keys sign (Web Authentication Level 2, sections 7.1 and 7.2), by a library. What it is asked to verify comes from the store: nothing of a
 * challenge, a key or an owner is taken from the answer.
 */
public final class SecurityKeys {

    private static final String RETIRED = "android-safetynet";
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final FactorSettings settings;
    private final KeyWishes wishes;
    private final String name;

    /** @param cluster what the relying party is called */
    public SecurityKeys(FactorSettings settings, String cluster) {
        this.settings = settings;
        this.name = "Sallyport " + cluster;
        this.wishes = new KeyWishes(settings, name);
    }

    /** What clients are told of challenges. */
    public KeyWishes wishes() {
        return wishes;
    }

    /**
     * What becomes of an assertion.
     *
     * @param record of whoever the challenge is for; where the key says whose it is, of its owner
     * @param byKeyAlone the key must verify its holder, and know whose it is
     */
    public FactorOutcome check(
            CredentialRecord record, KeyAssertion answer, ByteString challenge, boolean byKeyAlone, Instant now) {
        Optional<DeviceRecord> device = Devices.keys(record).stream()
                .filter(key -> key.getKey().getCredentialId().equals(answer.getCredentialId()))
                .findFirst();
        if (device.isEmpty()) {
            return new FactorOutcome.Wrong("second factor: a security key that is not the user's");
        }
        if (byKeyAlone && !device.get().getKey().getResident()) {
            return new FactorOutcome.Wrong(
                    "second factor: a security key that was not added for logins without a password");
        }
        try {
            AssertionRequest request = AssertionRequest.builder()
                    .publicKeyCredentialRequestOptions(wishes.assertion(record, challenge, byKeyAlone))
                    .username(OneOwner.NAME)
                    .build();
            AssertionResult result = party(record)
                    .finishAssertion(FinishAssertionOptions.builder()
                            .request(request)
                            .response(assertion(answer))
                            .build());
            return result.isSuccess()
                    ? right(record, device.get(), result.getSignatureCount(), now)
                    : new FactorOutcome.Wrong("second factor: the security key's signature");
        } catch (InvalidSignatureCountException e) {
            return new FactorOutcome.Wrong(
                    "second factor: the counter of " + device.get().getName() + " went back, as of a copy of it");
        } catch (AssertionFailedException | IOException | Base64UrlException | RuntimeException e) {
            return new FactorOutcome.Wrong("second factor: " + shortly(e));
        }
    }

    private static FactorOutcome right(CredentialRecord record, DeviceRecord device, long counter, Instant now) {
        DeviceRecord used = device.toBuilder()
                .setKey(device.getKey().toBuilder().setCounter(counter))
                .setUsedSeconds(now.getEpochSecond())
                .build();
        return new FactorOutcome.Right(Devices.with(record, used), "webauthn", device.getName(), device.getId());
    }

    /**
     * What a new key is, once its answer is verified.
     *
     * @throws Failure INVALID with what is wrong: whoever adds a key is logged in, and must learn it
     */
    public DeviceRecord.SecurityKey register(
            CredentialRecord record, KeyAttestation answer, ByteString challenge, boolean passwordless) {
        try {
            PublicKeyCredential<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs> credential =
                    attestation(answer);
            if (credential.getResponse().getAttestation().getFormat().equals(RETIRED)) {
                throw refused("attestation of the form " + RETIRED + " was retired: use another key");
            }
            RegistrationResult result = party(record)
                    .finishRegistration(FinishRegistrationOptions.builder()
                            .request(wishes.registration(record, "user", challenge, passwordless))
                            .response(credential)
                            .build());
            new Makers(settings).require(result);
            return DeviceRecord.SecurityKey.newBuilder()
                    .setCredentialId(bytes(result.getKeyId().getId()))
                    .setPublicKey(bytes(result.getPublicKeyCose()))
                    .setCounter(result.getSignatureCount())
                    .setResident(passwordless)
                    .setAaguid(bytes(result.getAaguid()))
                    .build();
        } catch (RegistrationFailedException | IOException | Base64UrlException | IllegalArgumentException e) {
            throw refused(shortly(e));
        }
    }

    private RelyingParty party(CredentialRecord record) {
        return RelyingParty.builder()
                .identity(RelyingPartyIdentity.builder()
                        .id(settings.rpId())
                        .name(name)
                        .build())
                .credentialRepository(new OneOwner(record))
                .origins(Set.of(settings.origin()))
                .attestationConveyancePreference(
                        settings.wantsAttestation()
                                ? AttestationConveyancePreference.DIRECT
                                : AttestationConveyancePreference.NONE)
                .attestationTrustSource(new Makers(settings))
                .allowUntrustedAttestation(settings.allowedMakers().isEmpty())
                .validateSignatureCounter(true)
                .build();
    }

    private static PublicKeyCredential<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs> assertion(
            KeyAssertion answer) throws IOException, Base64UrlException {
        requireShort(answer.getSerializedSize());
        return PublicKeyCredential.<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>builder()
                .id(array(answer.getCredentialId()))
                .response(AuthenticatorAssertionResponse.builder()
                        .authenticatorData(array(answer.getAuthenticatorData()))
                        .clientDataJSON(array(answer.getClientData()))
                        .signature(array(answer.getSignature()))
                        .userHandle(
                                answer.getUserHandle().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(array(answer.getUserHandle())))
                        .build())
                .clientExtensionResults(
                        ClientAssertionExtensionOutputs.builder().build())
                .build();
    }

    private static PublicKeyCredential<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
            attestation(KeyAttestation answer) throws IOException, Base64UrlException {
        requireShort(answer.getSerializedSize());
        AuthenticatorAttestationResponse response = AuthenticatorAttestationResponse.builder()
                .attestationObject(array(answer.getAttestationObject()))
                .clientDataJSON(array(answer.getClientData()))
                .build();
        ByteArray id = response.getAttestation()
                .getAuthenticatorData()
                .getAttestedCredentialData()
                .orElseThrow(() -> new IllegalArgumentException("the key sent no credential"))
                .getCredentialId();
        return PublicKeyCredential.<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>builder()
                .id(id)
                .response(response)
                .clientExtensionResults(
                        ClientRegistrationExtensionOutputs.builder().build())
                .build();
    }

    private static void requireShort(int bytes) {
        if (bytes > LONGEST_ANSWER) {
            throw new IllegalArgumentException("an answer of " + bytes + " bytes");
        }
    }

    static ByteArray array(ByteString bytes) {
        return new ByteArray(bytes.toByteArray());
    }

    static ByteString bytes(ByteArray array) {
        return ByteString.copyFrom(array.getBytes());
    }

    private static String shortly(Exception e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }

    private static Failure refused(String why) {
        return Failure.of(FailureCode.INVALID, "the new security key is refused: " + why);
    }
}
