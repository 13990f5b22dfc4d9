package dev.sallyport.auth.state;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A page that was asked for.
 *
 * @param size 1 to {@value #MAX_SIZE}
 * @param after the name after which it begins; empty for the first
 */
public record Paging(int size, String after) {

    public static final int DEFAULT_SIZE = 100;
    public static final int MAX_SIZE = 1000;

    /**
     * What a request says.
     *
     * @param size 0 for the default
     * @param token from the page before; empty for the first
     */
    public static Paging of(int size, String token) {
        if (size < 0 || size > MAX_SIZE) {
            throw Failure.of(FailureCode.INVALID, "page_size " + size + ": expected 0 to " + MAX_SIZE);
        }
        return new Paging(size == 0 ? DEFAULT_SIZE : size, name(token));
    }

    /** The token of the page after the item with this name. */
    public static String token(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A page of what was read: read one more than {@link #size}, so that the end is known. */
    public <T> Listing<T> cut(List<T> read, Function<T, String> name) {
        return read.size() <= size
                ? new Listing<>(read, "")
                : new Listing<>(read.subList(0, size), token(name.apply(read.get(size - 1))));
    }

    /**
     * A page.
     *
     * @param next token of the next one; empty at the end
     */
    public record Listing<T>(List<T> items, String next) {
        public Listing {
            items = List.copyOf(items);
        }

        /** The same page of what each item becomes. */
        public <R> Listing<R> map(Function<T, R> become) {
            return new Listing<>(items.stream().map(become).toList(), next);
        }

        /** The same page with fewer items. */
        public Listing<T> filter(Predicate<T> kept) {
            return new Listing<>(items.stream().filter(kept).toList(), next);
        }
    }

    private static String name(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.INVALID, "page_token is not one that a listing gave", e);
        }
    }
}
