package dev.sallyport.proxy.gateway;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.pki.CaPin;
import dev.sallyport.proxy.link.LiveCluster;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Answers {@code GET /v1/trust} with what a client needs before its first contact with auth:
 *
 * <pre>
 * {"cluster":"demo","pins":["sha256:…"]}
 * </pre>
 *
 * <p>Everything else is not found. One answer, then the connection ends. Its bodies are never read: whoever sends one loses the connection
 * by its time to prove something.
 */
@Sharable
public final class Gateway extends ChannelInboundHandlerAdapter {

    private static final int MAX_LINE = 2048;
    private static final int MAX_HEADERS = 8192;

    private final LiveCluster cluster;

    /** Tells of this cluster. */
    public Gateway(LiveCluster cluster) {
        this.cluster = cluster;
    }

    /** Adds the handlers behind TLS. */
    public void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS))
                .addLast(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                context.channel().config().setAutoRead(false);
                answer(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            send(context, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"not understood\"}", true);
            return;
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean trust =
                request.uri().equals("/v1/trust") && (head || request.method().equals(HttpMethod.GET));
        if (trust) {
            send(context, HttpResponseStatus.OK, trust(cluster.trust()), !head);
        } else {
            send(context, HttpResponseStatus.NOT_FOUND, "{\"error\":\"only GET /v1/trust is here\"}", !head);
        }
    }

    private static void send(ChannelHandlerContext context, HttpResponseStatus status, String json, boolean body) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, body ? Unpooled.wrappedBuffer(bytes) : Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONNECTION, "close");
        var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    static String trust(ClusterTrust trust) {
        String pins =
                trust.pins().stream().map(CaPin::toString).map(Gateway::quoted).collect(Collectors.joining(","));
        return "{\"cluster\":" + quoted(trust.cluster()) + ",\"pins\":[" + pins + "]}";
    }

    /** RFC 8259, section 7. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                && context.channel().config().isAutoRead()) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
