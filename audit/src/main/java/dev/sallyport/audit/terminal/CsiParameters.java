package dev.sallyport.audit.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The numbers of a control sequence (ECMA-48, section 5.4.1); colons count as semicolons. */
record CsiParameters(List<Integer> numbers) {

    private static final int MOST = 9999;
    private static final int UNSET = -1;

    /** @param text digits and separators, nothing else */
    static CsiParameters parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        int number = UNSET;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(MOST, Math.max(number, 0) * 10 + c - '0');
            } else if (c == ';' || c == ':') {
                numbers.add(number);
                number = UNSET;
            }
        }
        numbers.add(number);
        return new CsiParameters(numbers);
    }

    int size() {
        return numbers.size();
    }

    int get(int index, int otherwise) {
        return index < numbers.size() && numbers.get(index) != UNSET ? numbers.get(index) : otherwise;
    }

    /** For counts and positions, where 0 means 1. */
    int count(int index) {
        return Math.max(1, get(index, 1));
    }

    String slice(int from, int length) {
        return numbers.subList(from, Math.min(numbers.size(), from + length)).stream()
                .map(number -> Integer.toString(Math.max(0, number)))
                .collect(Collectors.joining(";"));
    }
}
