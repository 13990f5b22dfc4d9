package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What a response must look like before any signature counts: one assertion, at its place; ids that stand for one element
 * each; signatures only where they sign what is around them. Wrapping attacks need a second of one of these.
 */
final class SamlShape {

    private static final Set<String> ID_ATTRIBUTES = Set.of("id");

    private SamlShape() {}

    /** The only assertion of a response. */
    static Element assertion(Element response) {
        if (!SamlXml.is(response, SamlNames.PROTOCOL, "Response")) {
            throw ProviderRefusals.unproved("the provider sent no SAML response");
        }
        List<Element> all = SamlXml.all(response);
        if (all.stream().anyMatch(element -> "EncryptedAssertion".equals(element.getLocalName()))) {
            throw ProviderRefusals.unproved(
                    "the assertion is encrypted: turn that off at the provider; it travels end to end in TLS already");
        }
        List<Element> assertions = all.stream()
                .filter(element -> "Assertion".equals(element.getLocalName()))
                .toList();
        if (assertions.size() != 1
                || !SamlXml.is(assertions.getFirst(), SamlNames.ASSERTION, "Assertion")
                || !response.isSameNode(assertions.getFirst().getParentNode())) {
            throw ProviderRefusals.unproved(
                    assertions.size() + " assertions in the response: expected one, directly in it");
        }
        requireUniqueIds(all);
        requireSignaturesInPlace(all, response, assertions.getFirst());
        return assertions.getFirst();
    }

    private static void requireUniqueIds(List<Element> all) {
        Set<String> ids = new HashSet<>();
        for (Element element : all) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                var attribute = element.getAttributes().item(i);
                String name = attribute.getLocalName() == null ? attribute.getNodeName() : attribute.getLocalName();
                if (ID_ATTRIBUTES.contains(name.toLowerCase(java.util.Locale.ROOT))
                        && !ids.add(attribute.getNodeValue())) {
                    throw ProviderRefusals.unproved("two elements have the id "
                            + ProviderRefusals.shown(attribute.getNodeValue()) + ": expected one");
                }
            }
        }
    }

    private static void requireSignaturesInPlace(List<Element> all, Element response, Element assertion) {
        for (Element element : all) {
            boolean signature = SamlXml.is(element, SamlNames.DSIG, "Signature");
            if (signature
                    && !response.isSameNode(element.getParentNode())
                    && !assertion.isSameNode(element.getParentNode())) {
                throw ProviderRefusals.unproved("a signature stands where it signs neither response nor assertion");
            }
        }
    }
}
