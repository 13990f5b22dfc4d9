package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one kind of filter that providers ask with: {@code userName eq "alice"}.
 *
 * @param attribute empty: everything fits
 */
record ScimFilter(String attribute, String value) {

    private static final Pattern EQUAL =
            Pattern.compile("\\s*([A-Za-z]{1,64})\\s+[eE][qQ]\\s+\"((?:[^\"\\\\]|\\\\[\"\\\\])*+)\"\\s*");

    static ScimFilter parse(String text) {
        if (text.isBlank()) {
            return new ScimFilter("", "");
        }
        Matcher matcher = text.length() <= 1024 ? EQUAL.matcher(text) : EQUAL.matcher("");
        if (!matcher.matches()) {
            throw Failure.of(FailureCode.INVALID, "this filter is not known here: expected ATTRIBUTE eq \"VALUE\"");
        }
        return new ScimFilter(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"));
    }

    /** Names of attributes, and users' names, are the same in any case (RFC 7643, section 2.1). */
    boolean fits(ObjectNode resource) {
        if (attribute.isEmpty()) {
            return true;
        }
        Optional<String> there = resource.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(attribute))
                .map(member -> member.getValue().asText())
                .findFirst();
        boolean anyCase = attribute.equalsIgnoreCase("userName");
        return there.filter(text -> anyCase ? text.equalsIgnoreCase(value) : text.equals(value))
                .isPresent();
    }
}
