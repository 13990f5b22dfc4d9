package dev.sallyport.auth.lists;

import dev.sallyport.auth.state.v1.ListRecord;
import java.time.Duration;
import java.time.Instant;

/** When lists are to be looked through, and what happens where nobody does. */
public final class Reviews {

    /** How long before the day the owners hear of it. */
    public static final Duration NOTICE = Duration.ofDays(14);

    /** How long after it a list goes on: somebody may be away. */
    public static final Duration GRACE = Duration.ofDays(14);

    static final int MOST_DAYS = 366;

    private Reviews() {}

    /** When the list stops to give roles; {@link Instant#MAX} where it is never looked through. */
    public static Instant lapses(ListRecord list) {
        return list.getReviewDays() == 0
                ? Instant.MAX
                : Instant.ofEpochSecond(list.getNextReviewSeconds()).plus(GRACE);
    }

    static boolean isDue(ListRecord list, Instant now) {
        return list.getReviewDays() > 0
                && !now.isBefore(
                        Instant.ofEpochSecond(list.getNextReviewSeconds()).minus(NOTICE));
    }

    /** From this moment on. */
    static long next(int days, Instant now) {
        return days == 0 ? 0 : now.plus(Duration.ofDays(days)).getEpochSecond();
    }
}
