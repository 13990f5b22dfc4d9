package dev.sallyport.proxy;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.Presence;
import dev.sallyport.api.v1.Probe;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.RoutingKey;
import dev.sallyport.api.v1.RoutingKeys;
import dev.sallyport.proxy.link.AuthConnector;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Auth's end of the link, in memory: tells its routing key as soon as somebody links, keeps what is reported. */
final class FakeAuth implements AuthConnector {

    static final int KEY_ID = 3;

    private final byte[] routingKey = new byte[32];
    private final BlockingQueue<ProxyReport> reports = new LinkedBlockingQueue<>();
    private volatile @Nullable StreamObserver<ProxyOrder> orders;
    private volatile boolean away;

    byte[] routingKey() {
        return routingKey.clone();
    }

    @Override
    public StreamObserver<ProxyReport> open(StreamObserver<ProxyOrder> observer) {
        if (away) {
            throw Status.UNAVAILABLE.asRuntimeException();
        }
        orders = observer;
        observer.onNext(ProxyOrder.newBuilder()
                .setRoutingKeys(RoutingKeys.newBuilder()
                        .addKeys(RoutingKey.newBuilder().setId(KEY_ID).setKey(ByteString.copyFrom(routingKey))))
                .build());
        locks();
        return new StreamObserver<>() {
            @Override
            public void onNext(ProxyReport report) {
                reports.add(report);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {}
        };
    }

    ProxyReport next() throws InterruptedException {
        ProxyReport report = reports.poll(10, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("no report within 10 s");
        }
        return report;
    }

    Presence nextPresence() throws InterruptedException {
        while (true) {
            ProxyReport report = next();
            if (report.hasPresence()) {
                return report.getPresence();
            }
        }
    }

    void probe(long id, String nodeId) {
        send(ProxyOrder.newBuilder()
                .setProbe(Probe.newBuilder().setProbeId(id).addNodeIds(nodeId))
                .build());
    }

    /** These and no others are in force from now on. */
    void locks(Lock... locks) {
        locks(300, List.of(), locks);
    }

    /** The same, fresh for so long, with these roles that are strict about it. */
    void locks(long freshSeconds, List<String> strict, Lock... locks) {
        send(ProxyOrder.newBuilder()
                .setLocksChanged(LocksChanged.newBuilder()
                        .addAllLocks(List.of(locks))
                        .addAllStrictRoles(strict)
                        .setFreshSeconds(freshSeconds))
                .build());
    }

    void send(NodePolicy.Builder policy) {
        send(ProxyOrder.newBuilder().setNodePolicy(policy).build());
    }

    private void send(ProxyOrder order) {
        StreamObserver<ProxyOrder> observer = orders;
        if (observer == null) {
            throw new AssertionError("nobody has linked");
        }
        observer.onNext(order);
    }

    void goAway() {
        away = true;
        StreamObserver<ProxyOrder> observer = orders;
        if (observer != null) {
            observer.onError(Status.UNAVAILABLE.asRuntimeException());
        }
    }

    void comeBack() {
        away = false;
        reports.clear();
    }
}
