package dev.sallyport.auth.rpc;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.scim.ScimDesk;
import dev.sallyport.auth.scim.ScimReply;
import dev.sallyport.auth.scim.ScimRequest;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.auth.web.Statuses;
import dev.sallyport.model.Failure;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** SCIM on auth's port, below {@code /scim/v2}: a bearer token in place of a certificate. */
public final class ScimHttp implements HttpService {

    private static final MediaType JSON = MediaType.parse("application/scim+json; charset=utf-8");

    private final ScimDesk desk;
    private final Sources sources;
    private final SourceLimits limits;
    private final Denials denials;

    public ScimHttp(ScimDesk desk, Sources sources, SourceLimits limits, Denials denials) {
        this.desk = desk;
        this.sources = sources;
        this.limits = limits;
        this.denials = denials;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        CompletableFuture<HttpResponse> answer =
                request.aggregate().thenApplyAsync(whole -> answer(context, whole), context.blockingTaskExecutor());
        return HttpResponse.of(answer);
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request) {
        InetSocketAddress from = sources.of(context);
        String source = from.getAddress().getHostAddress() + ":" + from.getPort();
        ScimReply reply = desk.handle(new ScimRequest(
                request.method().name(),
                context.mappedPath(),
                query(context),
                BearerToken.of(request),
                request.content().array(),
                source));
        if (reply.status() == Statuses.UNAUTHENTICATED) {
            reply = refused(from, source, reply);
        }
        return reply.body().isEmpty()
                ? HttpResponse.of(HttpStatus.valueOf(reply.status()))
                : HttpResponse.of(HttpStatus.valueOf(reply.status()), JSON, reply.body());
    }

    /** Wrong tokens are counted by source, and told to the trail. */
    private ScimReply refused(InetSocketAddress from, String source, ScimReply reply) {
        denials.denied(EventSubject.NONE.withSource(source), "SCIM", "no token that opens it");
        try {
            limits.require(from.getAddress(), SourceLimits.SCIM);
            return reply;
        } catch (Failure e) {
            return ScimReply.of(e);
        }
    }

    private static Map<String, String> query(ServiceRequestContext context) {
        String query = context.query();
        Map<String, String> all = new TreeMap<>();
        if (query != null) {
            QueryParams.fromQueryString(query).forEach(all::putIfAbsent);
        }
        return all;
    }
}
