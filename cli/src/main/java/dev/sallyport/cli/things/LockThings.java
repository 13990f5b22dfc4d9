package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.ListLocksReply;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.Mistakes;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.InstantSource;
import java.util.List;

/** Locks. */
final class LockThings implements Things {

    private final LockServiceGrpc.LockServiceBlockingStub service;
    private final InstantSource clock;

    LockThings(ApiChannel channel, InstantSource clock) {
        this.service = LockServiceGrpc.newBlockingStub(channel.channel());
        this.clock = clock;
    }

    @Override
    public List<Lock> all(String filter) {
        return Pages.all(filter, service::listLocks, ListLocksReply::getLocksList, ListLocksReply::getNextPageToken);
    }

    @Override
    public Lock one(String name) {
        return Listed.one(all(Listed.is("id", name)), "lock", "locks", name, Lock::getId);
    }

    @Override
    public void check(Document document) {
        Lock lock = (Lock) document.message();
        Mistakes mistakes = new Mistakes();
        if (!lock.getId().isEmpty()) {
            mistakes.add(document.place("metadata.name"), "a lock gets its id when it is made: leave the name out");
        }
        if (lock.getTarget().getTargetCase() == LockTarget.TargetCase.TARGET_NOT_SET) {
            mistakes.add(document.place("spec"), "spec.target: expected what is locked, such as {user: alice}");
        }
        mistakes.orFail();
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        Lock lock = (Lock) document.message();
        if (mode == PutMode.PUT_MODE_UPDATE) {
            throw Failure.of(FailureCode.INVALID, "a lock is not changed: add another one, then remove this one");
        }
        AddLockRequest request = AddLockRequest.newBuilder()
                .setTarget(lock.getTarget())
                .setMessage(lock.getMessage())
                .setTtlSeconds(Ends.secondsLeft(lock.hasUntil(), lock.getUntil(), clock))
                .setForce(mode == PutMode.PUT_MODE_ANY)
                .build();
        return new Stored(
                dryRun
                        ? ""
                        : GrpcFailures.calling(() -> service.addLock(request)).getId(),
                "");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.removeLock(RemoveLockRequest.newBuilder().setId(name).build()));
    }
}
