package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.ListRolesReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveRoleReply;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Paging;
import io.grpc.stub.StreamObserver;

/** Administration of roles. */
public final class RoleMethods extends RoleServiceGrpc.RoleServiceImplBase {

    private final RoleBook roles;

    public RoleMethods(RoleBook roles) {
        this.roles = roles;
    }

    @Override
    public void putRole(Role request, StreamObserver<Role> observer) {
        Answer.to(
                observer,
                () -> RoleMessages.write(roles.put(
                        RoleMessages.read(request), CallerContext.current().subject())));
    }

    @Override
    public void listRoles(Page request, StreamObserver<ListRolesReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<dev.sallyport.model.access.Role> page =
                    roles.list(Paging.of(request.getPageSize(), request.getPageToken()));
            return ListRolesReply.newBuilder()
                    .addAllRoles(page.items().stream().map(RoleMessages::write).toList())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeRole(RemoveRoleRequest request, StreamObserver<RemoveRoleReply> observer) {
        Answer.to(observer, () -> {
            roles.remove(request.getName(), CallerContext.current().subject());
            return RemoveRoleReply.getDefaultInstance();
        });
    }
}
