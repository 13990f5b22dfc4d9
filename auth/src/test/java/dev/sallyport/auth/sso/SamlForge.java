package dev.sallyport.auth.sso;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.TestAuthority;
import dev.sallyport.testing.sso.FakeProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.Inflater;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** A SAML provider with real keys and real signatures, and an attacker's workshop. */
final class SamlForge {

    static final String ENTITY = "https://idp.example.com/saml";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    final TlsIdentity key;
    private final InstantSource clock;
    String digest = SHA256;
    String nameId = "alice";
    String issuer = ENTITY;
    String audience = "urn:sallyport:test.example.com";
    Duration life = Duration.ofMinutes(5);
    boolean signAssertion = true;
    boolean signResponse;

    /** Changes the text before it is signed. */
    UnaryOperator<String> before = UnaryOperator.identity();

    SamlForge(InstantSource clock) {
        this.clock = clock;
        this.key = new TestAuthority(clock).server(Identity.Kind.AUTH, "idp", "idp.example.com");
    }

    String certificate() {
        return PemBundle.of(List.of(key.leaf())).text();
    }

    /** What a browser brings that was sent to this address. */
    Map<String, String> answer(String url) {
        Map<String, String> question = FakeProvider.form(url.substring(url.indexOf('?') + 1));
        return brought(url, response(request(question.getOrDefault("SAMLRequest", ""))));
    }

    static Map<String, String> brought(String url, String response) {
        Map<String, String> question = FakeProvider.form(url.substring(url.indexOf('?') + 1));
        return new TreeMap<>(Map.of(
                "SAMLResponse",
                Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)),
                "RelayState",
                String.valueOf(question.get("RelayState"))));
    }

    /** The response to what an address asks. */
    String responseTo(String url) {
        return response(
                request(FakeProvider.form(url.substring(url.indexOf('?') + 1)).getOrDefault("SAMLRequest", "")));
    }

    private String response(Element request) {
        String inResponseTo = request.getAttribute("ID");
        String consumer = request.getAttribute("AssertionConsumerServiceURL");
        String now = clock.instant().toString();
        String end = clock.instant().plus(life).toString();
        String text = before.apply("""
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
                ID="_r1" Version="2.0" IssueInstant="%1$s" InResponseTo="%3$s" Destination="%4$s">\
                <saml:Issuer>%5$s</saml:Issuer>\
                <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
                <saml:Assertion ID="_a1" Version="2.0" IssueInstant="%1$s"><saml:Issuer>%5$s</saml:Issuer>\
                <saml:Subject><saml:NameID>%6$s</saml:NameID>\
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml:SubjectConfirmationData InResponseTo="%3$s" Recipient="%4$s" NotOnOrAfter="%2$s"/>\
                </saml:SubjectConfirmation></saml:Subject>\
                <saml:Conditions NotBefore="%1$s" NotOnOrAfter="%2$s">\
                <saml:AudienceRestriction><saml:Audience>%7$s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
                <saml:AuthnStatement AuthnInstant="%1$s"><saml:AuthnContext>\
                <saml:AuthnContextClassRef>urn:password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
                <saml:AttributeStatement><saml:Attribute Name="groups">\
                <saml:AttributeValue>admins</saml:AttributeValue><saml:AttributeValue>dev</saml:AttributeValue>\
                </saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>""".formatted(now, end, inResponseTo, consumer, issuer, nameId, audience));
        Document document = parse(text.getBytes(StandardCharsets.UTF_8));
        Element response = document.getDocumentElement();
        if (signAssertion) {
            sign((Element) response.getElementsByTagNameNS("*", "Assertion").item(0));
        }
        if (signResponse) {
            sign(response);
        }
        return text(document);
    }

    void sign(Element element) {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        element.setIdAttribute("ID", true);
        try {
            var reference = factory.newReference(
                    "#" + element.getAttribute("ID"),
                    factory.newDigestMethod(digest, null),
                    List.of(
                            factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                            factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                    null,
                    null);
            var info = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", null),
                    List.of(reference));
            Element issuerElement =
                    (Element) element.getElementsByTagNameNS("*", "Issuer").item(0);
            factory.newXMLSignature(info, null)
                    .sign(new DOMSignContext(key.key(), element, issuerElement.getNextSibling()));
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    static Element request(String parameter) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getDecoder().decode(parameter));
            byte[] bytes = new byte[16 * 1024];
            int length = inflater.inflate(bytes);
            return parse(java.util.Arrays.copyOf(bytes, length)).getDocumentElement();
        } catch (java.util.zip.DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    static Document parse(byte[] text) {
        try {
            return DocumentBuilderFactory.newNSInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Document document) {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
