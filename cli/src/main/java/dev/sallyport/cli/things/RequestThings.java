package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.DropRequestRequest;
import dev.sallyport.api.v1.GetRequestRequest;
import dev.sallyport.api.v1.ListRequestsReply;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.RequestedNode;
import dev.sallyport.cli.document.Document;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;

/** Access requests; removing one takes it back. */
final class RequestThings implements Things {

    private final RequestServiceGrpc.RequestServiceBlockingStub service;

    RequestThings(ApiChannel channel) {
        this.service = RequestServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<AccessRequest> all(String filter) {
        return Pages.all(
                filter, service::listRequests, ListRequestsReply::getRequestsList, ListRequestsReply::getNextPageToken);
    }

    @Override
    public AccessRequest one(String name) {
        return GrpcFailures.calling(() ->
                service.getRequest(GetRequestRequest.newBuilder().setId(name).build()));
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        AccessRequest wanted = (AccessRequest) document.message();
        if (mode == PutMode.PUT_MODE_UPDATE || !wanted.getId().isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    document.place("metadata.name")
                            + ": a request is not changed: drop it ('sally request drop') and make a new one");
        }
        CreateRequestRequest.Builder request = CreateRequestRequest.newBuilder()
                .addAllRoles(wanted.getRolesList())
                .addAllNodes(wanted.getNodesList().stream()
                        .map(RequestThings::nameOrId)
                        .toList())
                .setReason(wanted.getReason())
                .setDurationSeconds(wanted.getDurationSeconds())
                .setDryRun(dryRun);
        if (wanted.hasStart()) {
            request.setStart(wanted.getStart());
        }
        return new Stored(
                GrpcFailures.calling(() -> service.createRequest(request.build()))
                        .getId(),
                "");
    }

    private static String nameOrId(RequestedNode node) {
        return node.getId().isEmpty() ? node.getName() : node.getId();
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.dropRequest(DropRequestRequest.newBuilder().setId(name).build()));
    }
}
