package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.GetListRequest;
import dev.sallyport.api.v1.ListListsReply;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutListRequest;
import dev.sallyport.api.v1.PutMemberRequest;
import dev.sallyport.api.v1.RemoveListReply;
import dev.sallyport.api.v1.RemoveListRequest;
import dev.sallyport.api.v1.RemoveMemberRequest;
import dev.sallyport.api.v1.ReviewListRequest;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.ListKeepers;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Access lists: who keeps them, who sees them. */
public final class ListMethods extends ListServiceGrpc.ListServiceImplBase {

    private final ListBook lists;
    private final ListKeepers keepers;

    public ListMethods(ListBook lists, ListKeepers keepers) {
        this.lists = lists;
        this.keepers = keepers;
    }

    @Override
    public void putList(PutListRequest request, StreamObserver<AccessList> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            ListRecord list = ListMessages.read(request.getList());
            return message(lists.put(
                    list,
                    request.getList().getRevision(),
                    request.getMode(),
                    request.getDryRun(),
                    verb -> keepers.requireAdministrator(caller, verb, list.getName()),
                    caller.subject()));
        });
    }

    @Override
    public void listLists(Page request, StreamObserver<ListListsReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            Paging.Listing<AccessList> page = Filtered.page(
                    request, AccessList.getDefaultInstance(), wanted -> page(wanted, caller), AccessList::getName);
            return ListListsReply.newBuilder()
                    .addAllLists(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    private Paging.Listing<AccessList> page(Paging page, Caller.Known caller) {
        List<ListRecord> read = lists.all().stream()
                .filter(list -> list.getName().compareTo(page.after()) > 0)
                .filter(list -> keepers.sees(caller, list))
                .limit(page.size() + 1L)
                .toList();
        return page.cut(read, ListRecord::getName).map(this::message);
    }

    @Override
    public void getList(GetListRequest request, StreamObserver<AccessList> observer) {
        Answer.to(observer, () -> {
            ListRecord list = lists.require(request.getName());
            keepers.requireSight(CallerContext.current().known(), list);
            return message(list);
        });
    }

    @Override
    public void removeList(RemoveListRequest request, StreamObserver<RemoveListReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            keepers.requireAdministrator(caller, Verb.DELETE, request.getName());
            lists.remove(request.getName(), caller.subject());
            return RemoveListReply.getDefaultInstance();
        });
    }

    @Override
    public void putMember(PutMemberRequest request, StreamObserver<AccessList> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            ListRecord.Member member = ListMessages.read(request.getMember());
            return message(lists.put(
                    request.getList(), member, list -> keepers.requireMayAdd(caller, list, member), caller.subject()));
        });
    }

    @Override
    public void removeMember(RemoveMemberRequest request, StreamObserver<AccessList> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            return message(lists.remove(
                    request.getList(),
                    ListMessages.read(request.getMember()),
                    list -> keepers.requireKeeper(caller, list),
                    caller.subject()));
        });
    }

    @Override
    public void reviewList(ReviewListRequest request, StreamObserver<AccessList> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            return message(lists.review(
                    request.getName(),
                    request.getRemoveList(),
                    request.getNote(),
                    list -> keepers.requireKeeper(caller, list),
                    caller.subject()));
        });
    }

    private AccessList message(ListRecord list) {
        return ListMessages.write(list, lists.revision(list.getName()));
    }
}
