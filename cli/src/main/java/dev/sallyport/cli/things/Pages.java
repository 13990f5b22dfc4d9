package dev.sallyport.cli.things;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Listings come in pages: this fetches all of them, up to a bound. */
public final class Pages {

    /** As many as auth gives at once. */
    private static final int PAGE = 1000;

    /** A listing larger than this needs a filter, not a terminal. */
    private static final int MOST = 1_000_000;

    private Pages() {}

    /**
     * All items.
     */
    public static <R, T> List<T> all(Function<Page, R> call, Function<R, List<T>> items, Function<R, String> next) {
        return all("", call, items, next);
    }

    /**
     * All items that a filter leaves.
     *
     * @param filter an expression over their fields; empty for all
     * @param call asks for a page
     */
    public static <R, T> List<T> all(
            String filter, Function<Page, R> call, Function<R, List<T>> items, Function<R, String> next) {
        List<T> all = new ArrayList<>();
        String token = "";
        do {
            Page page = Page.newBuilder()
                    .setPageSize(PAGE)
                    .setPageToken(token)
                    .setFilter(filter)
                    .build();
            R reply = GrpcFailures.calling(() -> call.apply(page));
            all.addAll(items.apply(reply));
            token = next.apply(reply);
        } while (!token.isEmpty() && all.size() < MOST);
        return all;
    }
}
