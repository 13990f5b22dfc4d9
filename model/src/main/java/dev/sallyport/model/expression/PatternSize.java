package dev.sallyport.model.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression becomes once its counts are written out: {@code (a{100}){100}} is 10,000 letters. Found
 * without compiling, since compiling is what has to be avoided.
 */
final class PatternSize {

    private static final long ENOUGH = 1L << 40;

    private final String source;
    private int at;

    /** One open group: what it came to up to here, and how much of that its last part is. */
    private static final class Group {
        long sum;
        long last;

        void add(long size) {
            last = size;
            sum = Math.min(ENOUGH, sum + size);
        }

        void repeat(long times) {
            sum -= last;
            add(Math.min(ENOUGH, last * Math.max(1, times)));
        }
    }

    private PatternSize(String source) {
        this.source = source;
    }

    static long of(String source) {
        return new PatternSize(source).measure();
    }

    private long measure() {
        Deque<Group> open = new ArrayDeque<>();
        open.push(new Group());
        while (at < source.length()) {
            char c = source.charAt(at++);
            switch (c) {
                case '\\' -> {
                    at++;
                    open.element().add(1);
                }
                case '[' -> {
                    skipClass();
                    open.element().add(1);
                }
                case '(' -> open.push(new Group());
                case ')' -> close(open);
                case '{' -> open.element().repeat(count());
                default -> open.element().add(1);
            }
        }
        return open.stream().mapToLong(group -> group.sum).sum();
    }

    private static void close(Deque<Group> open) {
        if (open.size() > 1) {
            long size = open.pop().sum;
            open.element().add(size);
        }
    }

    /** To behind the bracket that ends it; one in first place is a member. */
    private void skipClass() {
        int begin = at;
        while (at < source.length() && (source.charAt(at) != ']' || at == begin)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** The higher number of {@code n}, {@code n,} or {@code n,m}; 1 where these braces are no count. */
    private long count() {
        int end = source.indexOf('}', at);
        if (end < 0) {
            return 1;
        }
        String text = source.substring(at, end);
        if (!text.matches("\\d{1,9}(,\\d{0,9})?")) {
            return 1;
        }
        at = end + 1;
        long highest = 1;
        for (String number : text.split(",", -1)) {
            highest = number.isEmpty() ? highest : Math.max(highest, Long.parseLong(number));
        }
        return highest;
    }
}
