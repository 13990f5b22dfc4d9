package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.BrowserAnswer;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** From a response to what the provider says of the person. */
record SamlAnswer(String usernameAttribute, SamlProvider provider, SamlRequest request, InstantSource clock)
        implements BrowserAnswer {

    @Override
    public Claimed read(Map<String, String> parameters) {
        ProviderRefusals.requireState(request.state(), parameters.getOrDefault("RelayState", ""));
        Element response = SamlXml.parse(decoded(parameters.getOrDefault("SAMLResponse", "")));
        Element around = SamlShape.assertion(response);
        SamlConditions conditions = new SamlConditions(provider, request, clock);
        conditions.requireResponse(response);
        Element assertion = signed(response, around);
        conditions.requireAssertion(assertion);
        return claimed(assertion);
    }

    /** The assertion as it was signed: by itself, or in a response that was signed as a whole. */
    private Element signed(Element response, Element around) {
        Optional<Element> whole = SamlSignature.signed(response, provider.keys());
        Optional<Element> alone = SamlSignature.signed(around, provider.keys());
        return alone.or(() -> whole.map(SamlShape::assertion))
                .filter(element -> SamlXml.is(element, SamlNames.ASSERTION, "Assertion"))
                .orElseThrow(() -> ProviderRefusals.unproved("neither response nor assertion is signed"));
    }

    private Claimed claimed(Element assertion) {
        Map<String, List<String>> values = attributes(assertion);
        Element subject = SamlXml.only(assertion, SamlNames.ASSERTION, "Subject");
        Element nameId = SamlXml.only(subject, SamlNames.ASSERTION, "NameID");
        String id = SamlXml.text(nameId);
        boolean passing = nameId.getAttribute("Format").equals(SamlNames.TRANSIENT);
        String name = usernameAttribute.isEmpty() && !passing ? id : named(values);
        if (!passing) {
            values.put("nameid", List.of(id));
        }
        return new Claimed(
                passing ? "" : id,
                name,
                values,
                List.of("the assertion is signed by " + provider.entity() + ", for " + request.us()));
    }

    private String named(Map<String, List<String>> values) {
        List<String> names = values.getOrDefault(usernameAttribute, List.of());
        if (names.size() != 1) {
            throw ProviderRefusals.unproved("the attribute '" + usernameAttribute
                    + "' is to be the user's name, and has " + names.size() + " values: see username_attribute");
        }
        return names.getFirst();
    }

    private static Map<String, List<String>> attributes(Element assertion) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Element statement : SamlXml.children(assertion, SamlNames.ASSERTION, "AttributeStatement")) {
            for (Element attribute : SamlXml.children(statement, SamlNames.ASSERTION, "Attribute")) {
                List<String> texts = values.computeIfAbsent(attribute.getAttribute("Name"), _ -> new ArrayList<>());
                SamlXml.children(attribute, SamlNames.ASSERTION, "AttributeValue").stream()
                        .map(SamlXml::text)
                        .filter(text -> !text.isEmpty() && !texts.contains(text))
                        .forEach(texts::add);
            }
        }
        values.values().removeIf(List::isEmpty);
        return values;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw ProviderRefusals.unproved("the browser brought no SAMLResponse in base64");
        }
    }

    @Override
    public String toString() {
        return "SamlAnswer[***]";
    }
}
