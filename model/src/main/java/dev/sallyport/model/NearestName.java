package dev.sallyport.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who mistyped a word may have meant: the candidate with the smallest edit distance, if it is small. */
public final class NearestName {

    /** Longer words are never a slip of a name of ours, and would cost quadratic time. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /** The nearest of the candidates; none where none is near. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate ->
                        word.startsWith(candidate) || distance(word, candidate) <= Math.max(1, candidate.length() / 2))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance, one row at a time, letter case aside. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change =
                        Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1)) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
