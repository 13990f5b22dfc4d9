package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a certificate is for one session on one node, by a second factor of its own: the critical option {@value #OPTION}, which every other program refuses.
 *
 * @param node UUID of the only node that it opens
 * @param loginEnds when the login ends that it came from: what a session that ends with its certificate ends with
 */
public record OneNode(String node, Instant loginEnds) {

    /** The critical option's name. */
    public static final String OPTION = "one-node@sallyport.dev";

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9]{1,12})");

    /** The option's value: id, blank, Unix seconds. */
    public String text() {
        return node + " " + loginEnds.getEpochSecond();
    }

    /** @throws Failure UNAUTHENTICATED for anything that {@link #text} does not give */
    public static OneNode parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the certificate's option " + OPTION + " cannot be read");
        }
        return new OneNode(parts.group(1), Instant.ofEpochSecond(Long.parseLong(parts.group(2))));
    }
}
