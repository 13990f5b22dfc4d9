package dev.sallyport.proxy.link;

import com.google.protobuf.ByteString;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.BrowserExchange;
import dev.sallyport.api.v1.BrowserServiceGrpc;
import io.grpc.Channel;

/**
 * What a browser says to auth about a challenge, and auth's answer.
 *
 * @param channel to auth, as this proxy
 */
public record AuthExchange(Channel channel) {

    /**
     * Asks; blocks.
     *
     * @throws dev.sallyport.model.Failure what auth says
     */
    public byte[] exchange(String code, byte[] json) {
        BrowserExchange said = BrowserExchange.newBuilder()
                .setCode(code)
                .setJson(ByteString.copyFrom(json))
                .build();
        var browsers = BrowserServiceGrpc.newBlockingStub(channel);
        return GrpcFailures.calling(() -> browsers.exchange(said)).getJson().toByteArray();
    }
}
