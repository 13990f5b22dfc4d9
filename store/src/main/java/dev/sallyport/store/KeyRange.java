package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Arrays;

/**
 * What a range asks for, as bytes: keys after {@code after} (or at it, if {@code inclusive}) and before {@code before}.
 *
 * @param limit at most so many, 0..{@value Store#MAX_RANGE}
 */
@SuppressWarnings("ArrayRecordComponent") // made here, changed by nobody
record KeyRange(byte[] after, boolean inclusive, byte[] before, int limit) {

    static KeyRange forwards(String prefix, String after, int limit) {
        byte[] start = Keys.bytes(prefix);
        byte[] cursor = Keys.bytes(after);
        boolean fromStart = Arrays.compareUnsigned(cursor, start) < 0 || cursor.length == 0;
        return new KeyRange(fromStart ? start : cursor, fromStart, Keys.endOf(start), checked(limit));
    }

    static KeyRange backwards(String prefix, String before, int limit) {
        byte[] start = Keys.bytes(prefix);
        byte[] end = Keys.endOf(start);
        byte[] cursor = Keys.bytes(before);
        boolean fromEnd = cursor.length == 0 || Arrays.compareUnsigned(cursor, end) > 0;
        return new KeyRange(start, true, fromEnd ? end : cursor, checked(limit));
    }

    boolean isEmpty() {
        return limit == 0 || Arrays.compareUnsigned(after, before) >= 0;
    }

    private static int checked(int limit) {
        if (limit < 0) {
            throw Failure.of(FailureCode.INVALID, "store: a range's limit is negative");
        }
        return Math.min(limit, Store.MAX_RANGE);
    }
}
