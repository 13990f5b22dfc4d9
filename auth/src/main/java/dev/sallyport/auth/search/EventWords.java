package dev.sallyport.auth.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text: runs of letters and digits in lower case; an id (a UUID) is one word. Longer ones are cut. */
final class EventWords {

    private static final int LONGEST = 64;
    private static final Pattern WORD = Pattern.compile(
            "(?<![\\p{L}\\p{N}])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\\p{L}\\p{N}])|[\\p{L}\\p{N}]+");

    private EventWords() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            String word = found.group().toLowerCase(Locale.ROOT);
            words.add(word.length() <= LONGEST ? word : word.substring(0, LONGEST));
        }
        return words;
    }

    /** Whether a text has these words one after the other. */
    static boolean has(String text, List<String> words) {
        return java.util.Collections.indexOfSubList(of(text), words) >= 0;
    }
}
