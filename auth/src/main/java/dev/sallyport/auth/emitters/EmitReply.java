package dev.sallyport.auth.emitters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;

/**
 * What a service is answered.
 *
 * @param status of HTTP
 * @param body JSON
 * @param retryAfter seconds; 0 for not said
 */
public record EmitReply(int status, String body, int retryAfter) {

    private static final int TOO_LARGE = 413;

    static EmitReply stored(int stored, int known) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("stored", stored).put("known", known);
        return new EmitReply(200, body.toString(), 0);
    }

    static EmitReply tooLarge() {
        Failure failure = Failure.of(
                FailureCode.INVALID, "more than " + EmittedBatch.MOST_BYTES + " bytes: send fewer events at once");
        return of(failure, TOO_LARGE, 0);
    }

    static EmitReply tooMany(int retryAfter) {
        return of(
                Failure.of(FailureCode.EXHAUSTED, "too many events: try again in " + retryAfter + " s"),
                429,
                retryAfter);
    }

    public static EmitReply of(Failure failure) {
        return of(
                failure,
                switch (failure.code()) {
                    case INVALID -> 400;
                    case UNAUTHENTICATED -> 401;
                    case DENIED -> 403;
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    case EXHAUSTED -> 429;
                    case UNAVAILABLE -> 503;
                    case INTERNAL -> 500;
                },
                0);
    }

    private static EmitReply of(Failure failure, int status, int retryAfter) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", failure.code().name()).put("error", failure.text());
        return new EmitReply(status, body.toString(), retryAfter);
    }
}
