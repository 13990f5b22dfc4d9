package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.GetRevocationListRequest;
import dev.sallyport.api.v1.ListLocksReply;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveLockReply;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.api.v1.RevocationList;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.LockGuard;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.locks.RevocationDesk;
import dev.sallyport.auth.machines.JoinDesk;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.access.Lock.Target;
import dev.sallyport.pki.ssh.KeyRevocationList;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;

/** Administration of locks. */
public final class LockMethods extends LockServiceGrpc.LockServiceImplBase {

    private final LockBook locks;
    private final LockGuard guard;
    private final JoinDesk machines;
    private final RevocationDesk revocations;

    public LockMethods(LockBook locks, LockGuard guard, JoinDesk machines, RevocationDesk revocations) {
        this.locks = locks;
        this.guard = guard;
        this.machines = machines;
        this.revocations = revocations;
    }

    @Override
    public void addLock(AddLockRequest request, StreamObserver<Lock> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            Target target = resolved(LockMessages.target(request.getTarget()));
            if (!request.getForce()) {
                guard.require(target, caller);
            }
            return LockMessages.write(locks.add(
                    target, Duration.ofSeconds(request.getTtlSeconds()), request.getMessage(), caller.subject()));
        });
    }

    /** A token lets one machine in, once, so whom its lock hits is known now. */
    private Target resolved(Target target) {
        return target instanceof Target.Token(String id, String _)
                ? new Target.Token(id, machines.joinedWith(Names.token(id)).orElse(""))
                : target;
    }

    @Override
    public void listLocks(Page request, StreamObserver<ListLocksReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<Lock> page = Filtered.page(request, Lock.getDefaultInstance(), this::page, Lock::getId);
            return ListLocksReply.newBuilder()
                    .addAllLocks(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    /** Newest first. */
    private Paging.Listing<Lock> page(Paging page) {
        List<LockBook.Listed> rest = locks.list().stream()
                .dropWhile(
                        listed -> !page.after().isEmpty() && listed.lock().id().compareTo(page.after()) >= 0)
                .limit(page.size() + 1L)
                .toList();
        return page.cut(rest, listed -> listed.lock().id()).map(LockMessages::write);
    }

    @Override
    public void removeLock(RemoveLockRequest request, StreamObserver<RemoveLockReply> observer) {
        Answer.to(observer, () -> {
            locks.remove(request.getId(), CallerContext.current().subject());
            return RemoveLockReply.getDefaultInstance();
        });
    }

    @Override
    public void getRevocationList(GetRevocationListRequest request, StreamObserver<RevocationList> observer) {
        Answer.to(observer, () -> {
            KeyRevocationList list = revocations.list();
            return RevocationList.newBuilder()
                    .setKrl(ByteString.copyFrom(list.encoded()))
                    .setCertificates(list.serials().size())
                    .setUsers(list.keyIds().size())
                    .build();
        });
    }
}
