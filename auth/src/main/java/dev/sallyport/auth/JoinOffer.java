package dev.sallyport.auth;

import dev.sallyport.pki.CaPin;
import java.util.List;

/**
 * What a role in the same process joins with: as any machine does.
 *
 * @param token good once, for a few minutes
 * @param pins of the host CAs
 */
public record JoinOffer(String token, List<CaPin> pins) {

    public JoinOffer {
        pins = List.copyOf(pins);
    }

    @Override
    public String toString() {
        return "JoinOffer[***, " + pins + "]";
    }
}
