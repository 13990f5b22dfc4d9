package dev.sallyport.server.config;

import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.model.Failure;
import java.net.URI;
import java.util.regex.Pattern;

/** What the audit log's keys and witnesses look like where they are written. */
final class NoteKeys {

    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}+]{1,128}");

    private NoteKeys() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isKey(String text, NoteKey.Type type) {
        try {
            return NoteKey.parse(text).type() == type;
        } catch (Failure e) {
            return false;
        }
    }

    static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
