package dev.sallyport.auth.sso.saml;

import dev.sallyport.api.v1.SamlSpec;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.sso.provider.ProviderTls;
import dev.sallyport.auth.sso.provider.ProviderUrl;
import dev.sallyport.model.Failure;
import dev.sallyport.pki.Certificates;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * Whom a connector trusts.
 *
 * @param keys certificates that sign; only their keys count, as it is usual
 */
record SamlProvider(String entity, URI sso, List<X509Certificate> keys) {

    SamlProvider {
        keys = List.copyOf(keys);
    }

    /** From what the connector says, or from where it says. */
    static SamlProvider of(String name, SamlSpec spec, Duration limit) {
        if (!spec.getEntityDescriptorUrl().isEmpty()) {
            try (ProviderHttp http = ProviderHttp.open(name, spec.getTrustedCa(), limit)) {
                ProviderHttp.Reply reply = http.get(
                        URI.create(spec.getEntityDescriptorUrl()),
                        Map.of("Accept", "application/samlmetadata+xml, */*"));
                if (!reply.isGood()) {
                    throw ProviderRefusals.garbage(name, "answered " + reply.status() + " for its metadata");
                }
                return described(name, reply.body());
            }
        }
        return spec.getEntityDescriptor().isEmpty()
                ? new SamlProvider(
                        spec.getIssuer(),
                        ProviderUrl.parse(spec.getSso(), "sso"),
                        ProviderTls.certificates(spec.getCert()))
                : described(name, spec.getEntityDescriptor().getBytes(StandardCharsets.UTF_8));
    }

    private static SamlProvider described(String name, byte[] metadata) {
        try {
            Element root = SamlXml.parse(metadata);
            if (!SamlXml.is(root, SamlNames.METADATA, "EntityDescriptor")) {
                throw ProviderRefusals.unproved("the metadata is no EntityDescriptor");
            }
            Element idp = SamlXml.only(root, SamlNames.METADATA, "IDPSSODescriptor");
            String sso = SamlXml.children(idp, SamlNames.METADATA, "SingleSignOnService").stream()
                    .filter(service -> service.getAttribute("Binding").equals(SamlNames.REDIRECT))
                    .map(service -> service.getAttribute("Location"))
                    .findFirst()
                    .orElseThrow(() -> ProviderRefusals.unproved("the metadata has no single sign-on by redirect"));
            List<X509Certificate> keys = SamlXml.children(idp, SamlNames.METADATA, "KeyDescriptor").stream()
                    .filter(key -> !key.getAttribute("use").equals("encryption"))
                    .flatMap(key -> SamlXml.all(key).stream())
                    .filter(element -> SamlXml.is(element, SamlNames.DSIG, "X509Certificate"))
                    .map(element -> Certificates.decode(Base64.getMimeDecoder().decode(SamlXml.text(element))))
                    .toList();
            return new SamlProvider(root.getAttribute("entityID"), ProviderUrl.parse(sso, "SingleSignOnService"), keys);
        } catch (Failure | IllegalArgumentException e) {
            throw ProviderRefusals.garbage(name, "has metadata that cannot be used (" + e.getMessage() + ")");
        }
    }
}
