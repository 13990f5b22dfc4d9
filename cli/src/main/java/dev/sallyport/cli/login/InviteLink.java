package dev.sallyport.cli.login;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an administrator handed out: {@code https://PROXY/invite/CODE#sha256:PIN}, or the code alone.
 *
 * @param code one-time, secret
 */
public record InviteLink(Optional<ProxyAddress> proxy, String code, Optional<CaPin> pin) {

    private static final Pattern LINK =
            Pattern.compile("https://([^/#?]+)/invite/([A-Za-z0-9_-]{1,256})(?:#(sha256:[0-9A-Fa-f]{64}))?");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    /**
     * Reads link or code.
     *
     * @throws Failure INVALID for anything else
     */
    public static InviteLink parse(String text) {
        Matcher link = LINK.matcher(text.strip());
        if (link.matches()) {
            String host = link.group(1);
            boolean hasPort = host.matches(".*:[0-9]+") && !host.endsWith("]");
            return new InviteLink(
                    Optional.of(ProxyAddress.parse(hasPort ? host : host + ":443")),
                    link.group(2),
                    Optional.ofNullable(link.group(3)).map(CaPin::parse));
        }
        if (CODE.matcher(text.strip()).matches()) {
            return new InviteLink(Optional.empty(), text.strip(), Optional.empty());
        }
        throw Failure.of(
                FailureCode.INVALID,
                "this is no invite: expected https://PROXY/invite/CODE#sha256:PIN, or its code. Next: quote the link, # begins"
                        + " a comment in a shell");
    }

    @Override
    public String toString() {
        return "InviteLink[proxy=" + proxy + ", code=***]";
    }
}
