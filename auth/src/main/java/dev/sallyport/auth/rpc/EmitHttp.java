package dev.sallyport.auth.rpc;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.emitters.EmitDesk;
import dev.sallyport.auth.emitters.EmitReply;
import dev.sallyport.auth.emitters.EmitRequest;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.auth.web.Statuses;
import dev.sallyport.model.Failure;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Events of services on auth's port, {@code POST /events/v1/EMITTER}: a bearer token in place of a certificate. */
public final class EmitHttp implements HttpService {

    /** By which CA keys the cluster is known, so that a service outlives their rotation. */
    private static final String PINS = "sallyport-ca-pins";

    private final EmitDesk desk;
    private final Sources sources;
    private final SourceLimits limits;
    private final Denials denials;
    private final Supplier<List<String>> pins;

    public EmitHttp(EmitDesk desk, Sources sources, SourceLimits limits, Denials denials, Supplier<List<String>> pins) {
        this.pins = pins;
        this.desk = desk;
        this.sources = sources;
        this.limits = limits;
        this.denials = denials;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        return HttpResponse.of(
                request.aggregate().thenApplyAsync(whole -> answer(context, whole), context.blockingTaskExecutor()));
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request) {
        String emitter = context.mappedPath().substring(1);
        EmitReply reply = desk.handle(new EmitRequest(
                emitter, BearerToken.of(request), request.content().array()));
        if (reply.status() == Statuses.UNAUTHENTICATED || reply.status() == Statuses.DENIED) {
            reply = refused(sources.of(context), reply);
        }
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.valueOf(reply.status())).contentType(MediaType.JSON_UTF_8);
        if (reply.status() == Statuses.OK) {
            headers.set(PINS, String.join(" ", pins.get()));
        }
        if (reply.retryAfter() > 0) {
            headers.setInt(HttpHeaderNames.RETRY_AFTER, reply.retryAfter());
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(reply.body()));
    }

    /** What was refused is told to the trail; wrong tokens are counted by source. */
    private EmitReply refused(InetSocketAddress from, EmitReply reply) {
        String source = from.getAddress().getHostAddress() + ":" + from.getPort();
        boolean unknown = reply.status() == Statuses.UNAUTHENTICATED;
        denials.denied(
                EventSubject.NONE.withSource(source),
                SourceLimits.EMIT,
                unknown ? "no token that opens it" : "a type that is not allowed");
        try {
            if (unknown) {
                limits.require(from.getAddress(), SourceLimits.EMIT);
            }
            return reply;
        } catch (Failure e) {
            return EmitReply.of(e);
        }
    }
}
