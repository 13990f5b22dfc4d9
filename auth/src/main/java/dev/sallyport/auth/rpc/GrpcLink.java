package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.NodeRemoved;
import dev.sallyport.api.v1.PolicyHint;
import dev.sallyport.api.v1.Probe;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.RoutingKeys;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.auth.presence.ProxyLink;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;

/**
 * A link over gRPC. Probes to a proxy that does not read are dropped: their answer would come too late. Keys and CAs are
 * few and always go.
 */
final class GrpcLink implements ProxyLink {

    private final String proxyId;
    private final ServerCallStreamObserver<ProxyOrder> orders;
    private final Object ready = new Object();
    private boolean over;

    GrpcLink(String proxyId, ServerCallStreamObserver<ProxyOrder> orders) {
        this.proxyId = proxyId;
        this.orders = orders;
        orders.setOnReadyHandler(this::becameReady);
    }

    @Override
    public String proxyId() {
        return proxyId;
    }

    @Override
    public void send(RoutingKeys keys) {
        send(ProxyOrder.newBuilder().setRoutingKeys(keys).build());
    }

    @Override
    public void send(Trust trust) {
        send(ProxyOrder.newBuilder().setTrust(trust).build());
    }

    @Override
    public void send(LocksChanged changed) {
        send(ProxyOrder.newBuilder().setLocksChanged(changed).build());
    }

    @Override
    public void send(NodeRemoved removed) {
        send(ProxyOrder.newBuilder().setNodeRemoved(removed).build());
    }

    @Override
    public void send(NodePolicy policy) {
        send(ProxyOrder.newBuilder().setNodePolicy(policy).build());
    }

    @Override
    public void letAgentsAsk() {
        send(ProxyOrder.newBuilder()
                .setPolicyHint(PolicyHint.getDefaultInstance())
                .build());
    }

    @Override
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (ready) {
            while (!orders.isReady() && !orders.isCancelled()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                ready.wait(left);
            }
            return true;
        }
    }

    private void becameReady() {
        synchronized (ready) {
            ready.notifyAll();
        }
    }

    @Override
    public void send(Probe probe) {
        if (orders.isReady()) {
            send(ProxyOrder.newBuilder().setProbe(probe).build());
        }
    }

    @Override
    public void close(String reason) {
        fail(Status.ABORTED.withDescription(reason).asRuntimeException());
    }

    synchronized void fail(StatusRuntimeException status) {
        if (!over && !orders.isCancelled()) {
            over = true;
            orders.onError(status);
        }
    }

    private synchronized void send(ProxyOrder order) {
        if (!over && !orders.isCancelled()) {
            orders.onNext(order);
        }
    }
}
