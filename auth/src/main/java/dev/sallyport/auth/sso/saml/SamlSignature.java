package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/**
 * An enveloped signature over the element that it stands in, by a key of the provider; the key that the signature brings along
 * is not looked at. What comes out is parsed from the bytes that were digested: whatever tricks are played with ids and
 * transforms, nothing is read that was not signed.
 */
final class SamlSignature {

    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final Set<String> METHODS = Set.of(
            MORE + "rsa-sha256",
            MORE + "rsa-sha384",
            MORE + "rsa-sha512",
            MORE + "ecdsa-sha256",
            MORE + "ecdsa-sha384",
            MORE + "ecdsa-sha512");
    private static final Set<String> DIGESTS = Set.of(
            "http://www.w3.org/2001/04/xmlenc#sha256", MORE + "sha384", "http://www.w3.org/2001/04/xmlenc#sha512");

    private SamlSignature() {}

    /**
     * What was signed of an element; empty where nobody claims to have signed it.
     *
     * @throws dev.sallyport.model.Failure UNAUTHENTICATED where a signature is there and is not good
     */
    static Optional<Element> signed(Element element, List<X509Certificate> keys) {
        return SamlXml.child(element, SamlNames.DSIG, "Signature").map(signature -> {
            requireShape(element, signature);
            element.setIdAttributeNS(null, "ID", true);
            return keys.stream()
                    .map(key -> verified(signature, key))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> ProviderRefusals.unproved(
                            "no key of the provider made the signature of the " + element.getLocalName()));
        });
    }

    private static void requireShape(Element element, Element signature) {
        Element info = SamlXml.only(signature, SamlNames.DSIG, "SignedInfo");
        require(EXCLUSIVE.equals(algorithm(info, "CanonicalizationMethod")), "canonical form");
        require(METHODS.contains(algorithm(info, "SignatureMethod")), "algorithm (RSA or ECDSA with SHA-2)");
        Element reference = SamlXml.only(info, SamlNames.DSIG, "Reference");
        String id = element.getAttribute("ID");
        require(!id.isEmpty() && reference.getAttribute("URI").equals("#" + id), "reference to what is around it");
        require(DIGESTS.contains(algorithm(reference, "DigestMethod")), "digest (SHA-2)");
        Element transforms = SamlXml.only(reference, SamlNames.DSIG, "Transforms");
        List<String> each = SamlXml.children(transforms, SamlNames.DSIG, "Transform").stream()
                .map(transform -> transform.getAttribute("Algorithm"))
                .toList();
        require(each.equals(List.of(ENVELOPED, EXCLUSIVE)), "transforms");
        require(SamlXml.children(signature, SamlNames.DSIG, "Object").isEmpty(), "content: none of its own");
    }

    private static String algorithm(Element parent, String child) {
        return SamlXml.only(parent, SamlNames.DSIG, child).getAttribute("Algorithm");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw ProviderRefusals.unproved("a signature has an unexpected " + what);
        }
    }

    private static Optional<Element> verified(Element signature, X509Certificate key) {
        DOMValidateContext context = new DOMValidateContext(key.getPublicKey(), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
        try {
            XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            if (!read.validate(context)) {
                return Optional.empty();
            }
            Reference reference = read.getSignedInfo().getReferences().getFirst();
            try (InputStream digested = reference.getDigestInputStream()) {
                return Optional.of(SamlXml.parse(digested.readAllBytes()));
            }
        } catch (XMLSignatureException | MarshalException | IOException e) {
            // A key of another kind, or a signature that cannot be one.
            return Optional.empty();
        }
    }
}
