package dev.sallyport.auth.factors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * What the proxies' page asks and answers, as JSON. It shows a challenge, and leaves an answer beside it; whoever asked for the challenge then has it decided, over
 * a connection that no proxy reads. A page never gets anything that opens something.
 */
public final class BrowserDesk {

    /** Longest message, bytes. */
    public static final int LONGEST = 16 * 1024;

    private final FactorSettings settings;
    private final Challenges challenges;
    private final KeyWishes wishes;
    private final Function<String, CredentialRecord> people;
    private final Ledger ledger;
    private final ObjectMapper json = new ObjectMapper();

    public BrowserDesk(
            FactorSettings settings,
            Challenges challenges,
            KeyWishes wishes,
            Function<String, CredentialRecord> people,
            Ledger ledger) {
        this.settings = settings;
        this.challenges = challenges;
        this.wishes = wishes;
        this.people = people;
        this.ledger = ledger;
    }

    /**
     * One exchange.
     *
     * @param code of the challenge
     * @param message empty asks what is to be done, else the answer
     * @throws Failure DENIED where the cluster wants no browser, NOT_FOUND where there is nothing to answer under this code, INVALID
     */
    public byte[] exchange(String code, byte[] message) {
        if (!settings.browser()) {
            throw Failure.of(FailureCode.DENIED, "this cluster takes no second factors by browser");
        }
        if (message.length > LONGEST) {
            throw Failure.of(FailureCode.INVALID, "at most " + LONGEST + " bytes");
        }
        try {
            return message.length == 0 ? shown(challenge(code).value()) : answered(code, json.readTree(message));
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.of(FailureCode.INVALID, "this is not what the page sends", e);
        }
    }

    private byte[] shown(ChallengeRecord challenge) throws JsonProcessingException {
        ObjectNode shown = json.createObjectNode().put("summary", challenge.getSummary());
        CredentialRecord record = people.apply(challenge.getUser());
        if (challenge.hasDevice()) {
            CredentialRecord owner = record.toBuilder()
                    .setUserHandle(challenge.getDevice().getUserHandle())
                    .build();
            shown.set(
                    "create",
                    json.readTree(wishes.registrationJson(
                            owner,
                            challenge.getUser(),
                            challenge.getChallenge(),
                            challenge.getDevice().getPasswordless())));
        } else {
            shown.set("get", json.readTree(wishes.assertionJson(record, challenge.getChallenge(), false)));
        }
        return json.writeValueAsBytes(shown);
    }

    private byte[] answered(String code, JsonNode credential) throws JsonProcessingException {
        JsonNode response = credential.path("response");
        ByteString answer = response.has("attestationObject")
                ? KeyAttestation.newBuilder()
                        .setClientData(bytes(response, "clientDataJSON"))
                        .setAttestationObject(bytes(response, "attestationObject"))
                        .build()
                        .toByteString()
                : FactorAnswer.newBuilder()
                        .setAssertion(KeyAssertion.newBuilder()
                                .setCredentialId(bytes(credential, "id"))
                                .setClientData(bytes(response, "clientDataJSON"))
                                .setAuthenticatorData(bytes(response, "authenticatorData"))
                                .setSignature(bytes(response, "signature"))
                                .setUserHandle(bytes(response, "userHandle")))
                        .build()
                        .toByteString();
        ledger.write(() -> {
            Records.Versioned<ChallengeRecord> found = challenge(code);
            if (found.value().hasDevice() != response.has("attestationObject")) {
                throw Failure.of(FailureCode.INVALID, "this is not what was asked for");
            }
            ChallengeRecord next = found.value().toBuilder().setAnswer(answer).build();
            return new Plan<>(List.of(challenges.replaced(found, next)), List.of(), code);
        });
        return json.writeValueAsBytes(json.createObjectNode().put("done", true));
    }

    /** One that a browser may answer, and that none has. */
    private Records.Versioned<ChallengeRecord> challenge(String code) {
        return challenges
                .find(code)
                .filter(found -> isForBrowsers(found.value()))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is nothing to do here any more: it was done, or three minutes passed. Start again in the"
                                + " terminal"));
    }

    /** A key alone is a whole login, and the page is a proxy's: not here. Nor is a decoy, which shows no keys. */
    private boolean isForBrowsers(ChallengeRecord challenge) {
        if (!challenge.getAnswer().isEmpty()) {
            return false;
        }
        return switch (challenge.getPurposeCase()) {
            case LOGIN ->
                !challenge.getLogin().getPasswordless()
                        && challenge.getLogin().getObjection().isEmpty();
            case ARRIVAL -> true;
            case CALL -> !challenge.getCall().getProved();
            case DEVICE -> challenge.getDevice().getKind().equals("webauthn");
            case HEADLESS, PURPOSE_NOT_SET -> false;
        };
    }

    private static ByteString bytes(JsonNode node, String field) {
        return ByteString.copyFrom(
                Base64.getUrlDecoder().decode(node.path(field).asText("")));
    }
}
