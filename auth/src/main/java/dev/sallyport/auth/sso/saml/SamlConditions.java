package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import org.w3c.dom.Element;

/** For whom, by whom, when and in answer to what (saml-profiles-2.0, section 4.1.4). */
record SamlConditions(SamlProvider provider, SamlRequest request, InstantSource clock) {

    /** How much the provider's clock may differ. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    /** What is around the assertion, and may be unsigned: a first look, which lets nobody in. */
    void requireResponse(Element response) {
        Element status = SamlXml.only(response, SamlNames.PROTOCOL, "Status");
        String code = SamlXml.only(status, SamlNames.PROTOCOL, "StatusCode").getAttribute("Value");
        require(code.equals(SamlNames.SUCCESS), "the provider says " + code);
        require(response.getAttribute("Version").equals("2.0"), "the response is not of SAML 2.0");
        require(
                response.getAttribute("InResponseTo").equals(request.id()),
                "the response answers another request than this login's");
        String destination = response.getAttribute("Destination");
        require(
                destination.isEmpty() || destination.equals(request.consumer()),
                "the response is for " + destination + ", expected " + request.consumer());
        SamlXml.child(response, SamlNames.ASSERTION, "Issuer").ifPresent(this::requireIssuer);
    }

    /** Of what was signed. */
    void requireAssertion(Element assertion) {
        require(assertion.getAttribute("Version").equals("2.0"), "the assertion is not of SAML 2.0");
        requireIssuer(SamlXml.only(assertion, SamlNames.ASSERTION, "Issuer"));
        requireConditions(SamlXml.only(assertion, SamlNames.ASSERTION, "Conditions"));
        requireBearer(SamlXml.only(assertion, SamlNames.ASSERTION, "Subject"));
        requireLogin(SamlXml.only(assertion, SamlNames.ASSERTION, "AuthnStatement"));
    }

    private void requireIssuer(Element issuer) {
        require(
                SamlXml.text(issuer).equals(provider.entity()),
                "the issuer is " + SamlXml.text(issuer) + ", expected " + provider.entity());
    }

    private void requireConditions(Element conditions) {
        requireBegun(conditions, "NotBefore");
        requireNotOver(conditions, "NotOnOrAfter", false);
        List<Element> restrictions = SamlXml.children(conditions, SamlNames.ASSERTION, "AudienceRestriction");
        boolean ours = !restrictions.isEmpty()
                && restrictions.stream()
                        .allMatch(restriction -> SamlXml.children(restriction, SamlNames.ASSERTION, "Audience").stream()
                                .anyMatch(audience -> SamlXml.text(audience).equals(request.us())));
        require(ours, "the assertion is not for the audience " + request.us());
    }

    private void requireBearer(Element subject) {
        List<Element> bearers = SamlXml.children(subject, SamlNames.ASSERTION, "SubjectConfirmation").stream()
                .filter(confirmation -> confirmation.getAttribute("Method").equals(SamlNames.BEARER))
                .toList();
        require(bearers.size() == 1, "the assertion has not one confirmation for who brings it");
        Element data = SamlXml.only(bearers.getFirst(), SamlNames.ASSERTION, "SubjectConfirmationData");
        require(
                data.getAttribute("InResponseTo").equals(request.id()),
                "the assertion answers another request than this login's");
        require(
                data.getAttribute("Recipient").equals(request.consumer()),
                "the assertion is for " + data.getAttribute("Recipient") + ", expected " + request.consumer());
        require(!data.hasAttribute("NotBefore"), "the confirmation has a NotBefore, which the profile forbids");
        requireNotOver(data, "NotOnOrAfter", true);
    }

    private void requireLogin(Element statement) {
        requireNotOver(statement, "SessionNotOnOrAfter", false);
        if (!request.context().isEmpty()) {
            Element context = SamlXml.only(statement, SamlNames.ASSERTION, "AuthnContext");
            String said = SamlXml.child(context, SamlNames.ASSERTION, "AuthnContextClassRef")
                    .map(SamlXml::text)
                    .orElse("");
            require(
                    said.equals(request.context()),
                    "the provider says the context '" + said + "', required is " + request.context());
        }
    }

    private void requireBegun(Element element, String attribute) {
        if (element.hasAttribute(attribute)) {
            Instant begin = time(element.getAttribute(attribute));
            require(
                    !begin.isAfter(clock.instant().plus(CLOCK_MARGIN)),
                    "the assertion is good from " + begin + " only");
        }
    }

    private void requireNotOver(Element element, String attribute, boolean needed) {
        if (needed || element.hasAttribute(attribute)) {
            Instant end = time(element.getAttribute(attribute));
            require(
                    clock.instant().isBefore(end.plus(CLOCK_MARGIN)),
                    "the assertion was good until " + end + ": compare the clocks of auth and of the provider");
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProviderRefusals.unproved("'" + ProviderRefusals.shown(text) + "' is no time with a zone");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw ProviderRefusals.unproved(ProviderRefusals.shown(otherwise));
        }
    }
}
