package dev.sallyport.audit.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The styles that cells have, by number; 0 is plain. So many are told apart, further ones are plain. */
final class Styles {

    private static final int MAX = 4096;

    private final List<Style> byNumber = new ArrayList<>(List.of(Style.PLAIN));
    private final Map<Style, Integer> numbers = new HashMap<>(Map.of(Style.PLAIN, 0));

    int number(Style style) {
        Integer known = numbers.get(style);
        if (known != null) {
            return known;
        }
        if (byNumber.size() == MAX) {
            return 0;
        }
        byNumber.add(style);
        numbers.put(style, byNumber.size() - 1);
        return byNumber.size() - 1;
    }

    Style get(int number) {
        return byNumber.get(number);
    }
}
