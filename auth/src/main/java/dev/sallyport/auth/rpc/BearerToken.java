package dev.sallyport.auth.rpc;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.nio.charset.StandardCharsets;

/** The token in a request's header (RFC 6750, section 2.1). */
final class BearerToken {

    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_BYTES = 256;

    private BearerToken() {}

    /** Empty where there is none, or one that is too long to be ours. */
    static String of(AggregatedHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        String token =
                header.startsWith(SCHEME) ? header.substring(SCHEME.length()).strip() : "";
        return token.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES ? token : "";
    }
}
