package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.GetListRequest;
import dev.sallyport.api.v1.ListListsReply;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.PutListRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveListRequest;
import dev.sallyport.cli.document.Document;
import java.util.List;

/** Access lists; who is on one is said with {@code sally lists join} and {@code leave}. */
final class ListThings implements Things {

    private final ListServiceGrpc.ListServiceBlockingStub service;

    ListThings(ApiChannel channel) {
        this.service = ListServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<AccessList> all(String filter) {
        return Pages.all(filter, service::listLists, ListListsReply::getListsList, ListListsReply::getNextPageToken);
    }

    @Override
    public AccessList one(String name) {
        return GrpcFailures.calling(
                () -> service.getList(GetListRequest.newBuilder().setName(name).build()));
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        PutListRequest request = PutListRequest.newBuilder()
                .setList((AccessList) document.message())
                .setMode(mode)
                .setDryRun(dryRun)
                .build();
        return new Stored(GrpcFailures.calling(() -> service.putList(request)).getName(), "");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.removeList(RemoveListRequest.newBuilder().setName(name).build()));
    }
}
