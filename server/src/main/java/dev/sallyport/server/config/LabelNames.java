package dev.sallyport.server.config;

import java.util.regex.Pattern;

/** What a label may be called. */
final class LabelNames {

    static final String RULE = "1 to 64 letters, digits, '_', '-', '.', '/'";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,64}");

    private LabelNames() {}

    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }
}
