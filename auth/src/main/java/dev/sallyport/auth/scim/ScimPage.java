package dev.sallyport.auth.scim;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;

/**
 * Which of many (RFC 7644, section 3.4.2.4).
 *
 * @param start the first, from 1
 */
record ScimPage(int start, int count) {

    static final int MOST = 200;

    static ScimPage of(String start, String count) {
        return new ScimPage(Math.max(1, number(start, 1)), Math.clamp(number(count, MOST), 0, MOST));
    }

    private static int number(String text, int otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Failure.of(FailureCode.INVALID, "startIndex and count: expected numbers");
        }
        return Integer.parseInt(text);
    }
}
