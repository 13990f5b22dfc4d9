package dev.sallyport.auth.emitters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.auth.web.Statuses;
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

    static EmitReply stored(int stored, int known) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("stored", stored).put("known", known);
        return new EmitReply(Statuses.OK, body.toString(), 0);
    }

    static EmitReply tooLarge() {
        Failure failure = Failure.of(
                FailureCode.INVALID, "more than " + EmittedBatch.MOST_BYTES + " bytes: send fewer events at once");
        return of(failure, Statuses.TOO_LARGE, 0);
    }

    static EmitReply tooMany(int retryAfter) {
        Failure failure = Failure.of(FailureCode.EXHAUSTED, "too many events: try again in " + retryAfter + " s");
        return of(failure, Statuses.of(failure.code()), retryAfter);
    }

    public static EmitReply of(Failure failure) {
        return of(failure, Statuses.of(failure.code()), 0);
    }

    private static EmitReply of(Failure failure, int status, int retryAfter) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", failure.code().name()).put("error", failure.text());
        return new EmitReply(status, body.toString(), retryAfter);
    }
}
