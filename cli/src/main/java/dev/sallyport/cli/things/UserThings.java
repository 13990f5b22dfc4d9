package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetUserRequest;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.PutUserRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.cli.document.Document;
import java.util.List;

/** The people of a cluster. */
final class UserThings implements Things {

    private final UserServiceGrpc.UserServiceBlockingStub service;

    UserThings(ApiChannel channel) {
        this.service = UserServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<User> all(String filter) {
        return Pages.all(filter, service::listUsers, ListUsersReply::getUsersList, ListUsersReply::getNextPageToken);
    }

    @Override
    public User one(String name) {
        return GrpcFailures.calling(
                () -> service.getUser(GetUserRequest.newBuilder().setName(name).build()));
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        PutUserRequest request = PutUserRequest.newBuilder()
                .setUser((User) document.message())
                .setMode(mode)
                .setDryRun(dryRun)
                .build();
        User user = GrpcFailures.calling(() -> service.putUser(request));
        return new Stored(
                user.getName(),
                user.getActive() ? "" : "'sally users reset " + user.getName() + "' gives an invite to log in with.");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.removeUser(RemoveUserRequest.newBuilder().setName(name).build()));
    }
}
