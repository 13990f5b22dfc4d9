package dev.sallyport.agent.policy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.lock.LockReader;
import dev.sallyport.api.v1.GetLocksRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.model.access.Lock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks auth by {@code NodeService.GetLocks}, end to end through the proxy. */
public record ApiLockSource(ApiChannel channel) implements Supplier<List<Lock>> {

    private static final long LIMIT_SECONDS = 10;

    @Override
    public List<Lock> get() {
        return LockReader.read(GrpcFailures.calling(() -> NodeServiceGrpc.newBlockingStub(channel.channel())
                        .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .getLocks(GetLocksRequest.getDefaultInstance()))
                .getLocksList());
    }
}
