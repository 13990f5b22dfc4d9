package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AttributeMapping;
import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.SamlConnector;
import dev.sallyport.api.v1.SamlSpec;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.testing.sso.FakeProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Logins by SAML with real signatures, and what attackers have made of those elsewhere. */
class SamlTest extends ClusterTest {

    private SamlForge idp = new SamlForge(clock);
    private Visitor alice = new Visitor(cluster);

    @BeforeEach
    void connect() {
        idp = new SamlForge(clock);
        alice = new Visitor(cluster);
        Visitor.put(
                cluster,
                Connector.newBuilder()
                        .setSaml(SamlConnector.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName("corp"))
                                .setSpec(SamlSpec.newBuilder()
                                        .setIssuer(SamlForge.ENTITY)
                                        .setSso("https://idp.example.com/sso?tenant=1")
                                        .setCert(idp.certificate())
                                        .addAttributesToRoles(AttributeMapping.newBuilder()
                                                .setName("groups")
                                                .setValue("admins")
                                                .addRoles("editor"))))
                        .build());
    }

    @Test
    void aSignedAssertionLetsItsPersonIn() {
        // When
        UserCredentials credentials = login();

        // Then
        assertThat(credentials.getUser()).isEqualTo("alice");
        assertThat(credentials.getRolesList()).containsExactly("editor");
    }

    @Test
    void aSignedResponseLetsItsPersonInAndSoDoBoth() {
        // When
        idp.signResponse = true;
        UserCredentials both = login();
        idp.signAssertion = false;
        UserCredentials whole = login();

        // Then
        assertThat(both.getUser()).isEqualTo("alice");
        assertThat(whole.getUser()).isEqualTo("alice");
    }

    @Test
    void whatIsNotSignedIsRefused() {
        idp.signAssertion = false;
        assertRefused("neither response nor assertion is signed");
    }

    @Test
    void anotherKeyIsRefusedWhateverCertificateItBrings() {
        SamlForge other = new SamlForge(clock);
        BeginSsoReply begun = alice.begin("corp", "");
        assertThat(Refusal.of(() -> alice.finish(begun, other.answer(begun.getUrl())))
                        .text())
                .contains("no key of the provider");
    }

    @Test
    void aSignatureWithSha1IsRefused() {
        idp.digest = "http://www.w3.org/2000/09/xmldsig#sha1";
        assertRefused("digest");
    }

    @Test
    void oneChangedLetterIsRefused() {
        assertChangedIsRefused(text -> text.replace(">admins<", ">adminz<"), "no key of the provider");
    }

    @Test
    void aCommentInANameIsRefused() {
        idp.nameId = "alice@example.com.evil.example.com";
        assertChangedIsRefused(
                text -> text.replace("example.com.evil", "example.com<!-- -->.evil"), "comment or an instruction");
    }

    @Test
    void anInstructionInANameIsRefused() {
        assertChangedIsRefused(text -> text.replace(">alice<", ">ali<?x y?>ce<"), "comment or an instruction");
    }

    @Test
    void aDocumentTypeAndItsEntitiesAreRefused() {
        assertChangedIsRefused(
                text -> "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + text.replace(">alice<", ">&e;<"),
                "DOCTYPE");
    }

    @Test
    void wrappingAForgedAssertionAroundTheSignedOneIsRefused() {
        assertWrappedIsRefused((response, signed, forged) -> {
            response.replaceChild(forged, signed);
            forged.appendChild(signed);
        });
    }

    @Test
    void aForgedAssertionBesideTheSignedOneIsRefusedInAnyOrder() {
        assertWrappedIsRefused((response, signed, forged) -> response.insertBefore(forged, signed));
        assertWrappedIsRefused((response, signed, forged) -> response.appendChild(forged));
    }

    @Test
    void theSignedAssertionHiddenInTheSignatureOfAForgedOneIsRefused() {
        assertWrappedIsRefused((response, signed, forged) -> {
            Element signature =
                    (Element) signed.getElementsByTagNameNS("*", "Signature").item(0);
            response.replaceChild(forged, signed);
            forged.insertBefore(signature, forged.getFirstChild().getNextSibling());
            Element object =
                    response.getOwnerDocument().createElementNS("http://www.w3.org/2000/09/xmldsig#", "ds:Object");
            object.appendChild(signed);
            signature.appendChild(object);
        });
    }

    @Test
    void aSignedAssertionHiddenInTheExtensionsOfAResponseIsRefused() {
        assertWrappedIsRefused((response, signed, forged) -> {
            Element extensions = response.getOwnerDocument()
                    .createElementNS("urn:oasis:names:tc:SAML:2.0:protocol", "samlp:Extensions");
            response.replaceChild(forged, signed);
            extensions.appendChild(signed);
            response.insertBefore(extensions, forged);
        });
    }

    @Test
    void twoElementsWithOneIdAreRefused() {
        assertChangedIsRefused(
                text -> text.replace("<samlp:Status>", "<samlp:Status ID=\"_a1\">"), "two elements have the id");
    }

    @Test
    void anAssertionOfAnEarlierLoginIsRefusedAlsoInTheSameNameAgain() {
        // Given
        BeginSsoReply first = alice.begin("corp", "");
        String response = idp.responseTo(first.getUrl());
        alice.finish(first, SamlForge.brought(first.getUrl(), response));

        // When
        BeginSsoReply second = alice.begin("corp", "");
        Refusal again = Refusal.of(() -> alice.finish(first, SamlForge.brought(first.getUrl(), response)));
        Refusal replayed = Refusal.of(() -> alice.finish(second, SamlForge.brought(second.getUrl(), response)));

        // Then
        assertThat(again.text()).contains("not under way");
        assertThat(replayed.text()).contains("answers another request");
    }

    @Test
    void changingWhatIsAroundAReplayedAssertionDoesNotHelp() {
        // Given: InResponseTo of the response is in no signature
        BeginSsoReply first = alice.begin("corp", "");
        String response = idp.responseTo(first.getUrl());
        BeginSsoReply second = alice.begin("corp", "");
        String wanted = SamlForge.request(FakeProvider.form(
                                second.getUrl().substring(second.getUrl().indexOf('?') + 1))
                        .getOrDefault("SAMLRequest", ""))
                .getAttribute("ID");

        // When
        Refusal refusal = Refusal.of(() -> alice.finish(
                second,
                SamlForge.brought(
                        second.getUrl(),
                        response.replaceFirst("InResponseTo=\"[^\"]*\"", "InResponseTo=\"" + wanted + "\""))));

        // Then
        assertThat(refusal.text()).contains("assertion answers another request");
    }

    @Test
    void anotherAudienceIsRefused() {
        idp.audience = "urn:sallyport:other.example.com";
        assertRefused("not for the audience");
    }

    @Test
    void anotherIssuerIsRefused() {
        idp.issuer = "https://evil.example.com";
        assertRefused("the issuer is https://evil.example.com");
    }

    @Test
    void anotherRecipientIsRefused() {
        idp.before = text -> text.replaceAll("Recipient=\"[^\"]*\"", "Recipient=\"https://other.example.com/acs\"");
        assertRefused("the assertion is for https://other.example.com/acs");
    }

    @Test
    void anAssertionWithoutAnAudienceIsRefused() {
        idp.before = text -> text.replaceAll("<saml:AudienceRestriction>.*</saml:AudienceRestriction>", "");
        assertRefused("not for the audience");
    }

    @Test
    void anAssertionThatIsOverIsRefused() {
        // Given
        idp.life = Duration.ofSeconds(30);
        BeginSsoReply begun = alice.begin("corp", "");
        Map<String, String> answer = idp.answer(begun.getUrl());

        // When
        clock.advance(Duration.ofSeconds(91));
        Refusal refusal = Refusal.of(() -> alice.finish(begun, answer));

        // Then
        assertThat(refusal.text()).contains("was good until");
    }

    @Test
    void anEncryptedAssertionIsToldAndRefused() {
        assertChangedIsRefused(
                text -> text.replace("saml:Assertion", "saml:EncryptedAssertion"), "the assertion is encrypted");
    }

    @Test
    void stepUpIsAskedForAndRequired() {
        // When
        BeginSsoReply begun = alice.begin("corp", "urn:hardware");
        Refusal refusal = Refusal.of(() -> alice.finish(begun, idp.answer(begun.getUrl())));

        // Then
        assertThat(begun.getUrl()).startsWith("https://idp.example.com/sso?tenant=1&SAMLRequest=");
        assertThat(refusal.text()).contains("the context 'urn:password', required is urn:hardware");
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertChangedIsRefused(_ -> "not XML", "cannot be read");
        assertChangedIsRefused(_ -> "<a>".repeat(1000) + "</a>".repeat(1000), "cannot be read");
        assertChangedIsRefused(_ -> "<a>" + " ".repeat(300_000) + "</a>", "larger than");
    }

    private interface Wrapping {
        void apply(Element response, Element signed, Element forged);
    }

    private void assertWrappedIsRefused(Wrapping wrapping) {
        for (boolean sameId : new boolean[] {true, false}) {
            assertChangedIsRefused(
                    text -> {
                        Document document = SamlForge.parse(text.getBytes(StandardCharsets.UTF_8));
                        Element response = document.getDocumentElement();
                        Element signed = (Element) response.getElementsByTagNameNS("*", "Assertion")
                                .item(0);
                        Element forged = (Element) signed.cloneNode(true);
                        forged.removeChild(
                                forged.getElementsByTagNameNS("*", "Signature").item(0));
                        forged.getElementsByTagNameNS("*", "NameID").item(0).setTextContent("root");
                        if (!sameId) {
                            forged.setAttribute("ID", "_forged");
                        }
                        wrapping.apply(response, signed, forged);
                        return SamlForge.text(document);
                    },
                    "");
        }
    }

    private void assertChangedIsRefused(UnaryOperator<String> change, String text) {
        // Given
        BeginSsoReply begun = alice.begin("corp", "");
        String changed = change.apply(idp.responseTo(begun.getUrl()));

        // When
        Refusal refusal = Refusal.of(() -> alice.finish(begun, SamlForge.brought(begun.getUrl(), changed)));

        // Then
        assertThat(refusal.text()).contains("single sign-on refused").contains(text);
    }

    private void assertRefused(String text) {
        assertThat(Refusal.of(this::login).text())
                .contains("single sign-on refused")
                .contains(text);
    }

    private UserCredentials login() {
        BeginSsoReply begun = alice.begin("corp", "");
        return alice.finish(begun, idp.answer(begun.getUrl()));
    }
}
