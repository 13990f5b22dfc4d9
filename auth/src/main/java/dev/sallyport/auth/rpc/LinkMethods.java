package dev.sallyport.auth.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.NodeRemoved;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.policy.LockTeller;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.presence.Prober;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of the proxies. */
public final class LinkMethods extends ProxyServiceGrpc.ProxyServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(LinkMethods.class);

    private final Authority authority;
    private final NodeBook nodes;
    private final LockTeller locks;
    private final Presence presence;
    private final Prober prober;

    public LinkMethods(Authority authority, NodeBook nodes, LockTeller locks, Presence presence, Prober prober) {
        this.authority = authority;
        this.nodes = nodes;
        this.presence = presence;
        this.prober = prober;
        authority.onChange(this::tellAll);
        nodes.onRemove(id -> presence.links().forEach(link -> link.send(removed(id))));
        this.locks = locks;
    }

    @Override
    public StreamObserver<ProxyReport> link(StreamObserver<ProxyOrder> orders) {
        ServiceRequestContext call = ServiceRequestContext.current();
        call.clearRequestTimeout();
        call.setMaxRequestLength(0);
        String proxy = CallerContext.current().known().identity().user();
        GrpcLink link = new GrpcLink(proxy, (ServerCallStreamObserver<ProxyOrder>) orders);
        ((ServerCallStreamObserver<ProxyOrder>) orders).setOnCancelHandler(() -> end(link, "cancelled"));
        return new Reports(link);
    }

    /** New keys and new CAs reach every proxy at once. */
    private void tellAll() {
        presence.links().forEach(link -> {
            link.send(authority.routingKeys());
            link.send(authority.trust());
        });
    }

    private static NodeRemoved removed(String id) {
        return NodeRemoved.newBuilder().setNodeId(id).build();
    }

    private void begin(GrpcLink link) {
        presence.begin(link);
        link.send(authority.routingKeys());
        link.send(authority.trust());
        // What changed while there was no link.
        locks.tell(link);
        link.letAgentsAsk();
        LOG.info("event=proxy_linked proxy={}", link.proxyId());
    }

    private void end(GrpcLink link, String reason) {
        presence.end(link);
        LOG.info("event=proxy_unlinked proxy={} reason={}", link.proxyId(), reason);
    }

    /** What one proxy says. Called one report at a time. */
    private final class Reports implements StreamObserver<ProxyReport> {

        private final GrpcLink link;
        private boolean begun;

        Reports(GrpcLink link) {
            this.link = link;
        }

        @Override
        public void onNext(ProxyReport report) {
            try {
                take(report);
            } catch (RuntimeException e) {
                presence.end(link);
                link.fail(GrpcFailures.toStatus(e));
            }
        }

        @Override
        public void onError(Throwable thrown) {
            end(link, "broken");
        }

        @Override
        public void onCompleted() {
            end(link, "completed");
            link.close("completed");
        }

        /** A proxy knows certificates, and not who was removed since: it lets such a node in, and is told here. */
        private void refuseRemoved(List<AgentStream> streams) {
            streams.stream()
                    .map(AgentStream::getNodeId)
                    .filter(id -> !nodes.isThere(id))
                    .forEach(id -> link.send(removed(id)));
        }

        private void take(ProxyReport report) {
            if (begun == report.hasHello()) {
                throw Failure.of(FailureCode.INVALID, "a link begins with one hello");
            }
            switch (report.getReportCase()) {
                case HELLO -> {
                    begun = true;
                    begin(link);
                }
                case PRESENCE -> {
                    presence.down(link, report.getPresence().getDownList());
                    presence.up(link, report.getPresence().getUpList());
                    refuseRemoved(report.getPresence().getUpList());
                }
                case PROBED -> prober.answered(link, report.getProbed());
                case REPORT_NOT_SET ->
                    throw Failure.of(FailureCode.INVALID, "an empty report, or one of a newer version");
            }
        }
    }
}
