package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.ProviderHttp;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.zip.Deflater;

/**
 * What one login asks.
 *
 * @param id which the answer must name
 * @param us our entity id: the audience
 * @param consumer where the answer goes
 * @param context authentication context to ask for and require; empty: any
 */
record SamlRequest(String id, String us, String consumer, String state, String context) {

    /** By the binding HTTP-Redirect (saml-bindings-2.0, section 3.4). */
    URI browser(SamlProvider provider, Instant now) {
        String place = provider.sso().toString();
        return URI.create(place + (place.contains("?") ? "&" : "?") + "SAMLRequest="
                + ProviderHttp.encoded(deflated(xml(provider, now))) + "&RelayState=" + ProviderHttp.encoded(state));
    }

    private String xml(SamlProvider provider, Instant now) {
        String wanted = context.isEmpty()
                ? ""
                : "<samlp:RequestedAuthnContext Comparison=\"exact\"><saml:AuthnContextClassRef>" + escaped(context)
                        + "</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>";
        return "<samlp:AuthnRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\"" + SamlNames.ASSERTION
                + "\" ID=\"" + id + "\" Version=\"2.0\" IssueInstant=\"" + now.truncatedTo(ChronoUnit.SECONDS)
                + "\" Destination=\"" + escaped(provider.sso().toString()) + "\" AssertionConsumerServiceURL=\""
                + escaped(consumer) + "\" ProtocolBinding=\"" + SamlNames.POST + "\"><saml:Issuer>" + escaped(us)
                + "</saml:Issuer>" + wanted + "</samlp:AuthnRequest>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String deflated(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                bytes.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } finally {
            deflater.end();
        }
    }

    @Override
    public String toString() {
        return "SamlRequest[***]";
    }
}
