package dev.sallyport.proxy.gateway;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import dev.sallyport.proxy.link.LiveCluster;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers {@code GET /v1/trust} with what a client needs before its first contact with auth:
 *
 * <pre>
 * {"cluster":"demo","pins":["sha256:…"]}
 * </pre>
 *
 * <p>And serves the page on which a browser answers for a second factor ({@link FactorPage}), whose messages it copies to auth and back: {@code POST
 * /v1/second-factor}, with the challenge's code in a header that no form of another site can send. Everything else is not found. One answer, then the
 * connection ends; whoever is slow loses it by its time to prove something.
 */
@Sharable
public final class Gateway extends ChannelInboundHandlerAdapter {

    private static final int MAX_LINE = 2048;
    private static final int MAX_HEADERS = 8192;
    private static final String JSON = "application/json";

    /** Of what a browser sends, bytes. */
    static final int LONGEST_BODY = 16 * 1024;

    private static final String EXCHANGE = "/v1/second-factor";
    private static final String CODE = "sallyport-code";
    private static final int LONGEST_CODE = 64;

    private final LiveCluster cluster;
    private final Exchanges exchanges;
    private final FactorPage page = new FactorPage();

    /** Tells of this cluster. */
    public Gateway(LiveCluster cluster, Exchanges exchanges) {
        this.cluster = cluster;
        this.exchanges = exchanges;
    }

    /** Adds the handlers behind TLS. */
    public void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS))
                .addLast(new HttpObjectAggregator(LONGEST_BODY, true))
                .addLast(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof FullHttpRequest request) {
                context.channel().config().setAutoRead(false);
                answer(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            send(context, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"not understood\"}", true);
            return;
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean trust =
                request.uri().equals("/v1/trust") && (head || request.method().equals(HttpMethod.GET));
        Optional<FactorPage.Part> part =
                head || request.method().equals(HttpMethod.GET) ? page.part(request.uri()) : Optional.empty();
        if (trust) {
            send(context, HttpResponseStatus.OK, trust(cluster.trust()), !head);
        } else if (part.isPresent()) {
            send(context, HttpResponseStatus.OK, part.get().bytes(), part.get().type(), !head);
        } else if (request.uri().equals(EXCHANGE) && request.method().equals(HttpMethod.POST)) {
            exchange(context, request);
        } else {
            send(context, HttpResponseStatus.NOT_FOUND, "{\"error\":\"only GET /v1/trust is here\"}", !head);
        }
    }

    /** Auth is asked on a thread that may wait; the event loop goes on. */
    private void exchange(ChannelHandlerContext context, FullHttpRequest request) {
        String code = request.headers().get(CODE, "");
        if (code.isEmpty() || code.length() > LONGEST_CODE) {
            send(context, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"not understood\"}", true);
            return;
        }
        byte[] json = ByteBufUtil.getBytes(request.content());
        Thread.startVirtualThread(() -> {
            try {
                send(context, HttpResponseStatus.OK, exchanges.exchange(code, json), JSON, true);
            } catch (Failure e) {
                HttpResponseStatus status = e.code() == FailureCode.UNAVAILABLE
                        ? HttpResponseStatus.SERVICE_UNAVAILABLE
                        : HttpResponseStatus.BAD_REQUEST;
                send(context, status, "{\"error\":" + quoted(e.text()) + "}", true);
            } catch (RuntimeException e) {
                send(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, "{\"error\":\"that failed\"}", true);
            }
        });
    }

    private static void send(ChannelHandlerContext context, HttpResponseStatus status, String json, boolean body) {
        send(context, status, json.getBytes(StandardCharsets.UTF_8), JSON, body);
    }

    private static void send(
            ChannelHandlerContext context, HttpResponseStatus status, byte[] bytes, String type, boolean body) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, body ? Unpooled.wrappedBuffer(bytes) : Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CONNECTION, "close");
        FactorPage.guard(response.headers());
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
