package dev.sallyport.auth.sso.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An ID token that was checked.
 *
 * @param why what was checked
 */
record IdToken(String subject, JsonNode claims, List<String> why) {

    IdToken {
        why = List.copyOf(why);
    }
}
