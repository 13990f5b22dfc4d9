package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.GetRoleRequest;
import dev.sallyport.api.v1.ListRolesReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveRoleReply;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.roles.Permission;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.StreamObserver;
import java.util.stream.Stream;

/** Administration of roles. */
public final class RoleMethods extends RoleServiceGrpc.RoleServiceImplBase {

    private final RoleBook roles;
    private final Authorization authorization;

    public RoleMethods(RoleBook roles, Authorization authorization) {
        this.roles = roles;
        this.authorization = authorization;
    }

    @Override
    public void putRole(PutRoleRequest request, StreamObserver<Role> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            return roles.put(request, permission(caller), caller.subject());
        });
    }

    @Override
    public void listRoles(Page request, StreamObserver<ListRolesReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            Action list = new Action.Administer(Verb.LIST);
            Paging.Listing<Role> page = Filtered.page(
                    request,
                    Role.getDefaultInstance(),
                    wanted ->
                            roles.list(wanted).filter(role -> authorization.allows(caller, RoleBook.thing(role), list)),
                    role -> role.getMetadata().getName());
            return ListRolesReply.newBuilder()
                    .addAllRoles(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void getRole(GetRoleRequest request, StreamObserver<Role> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            // What a caller may not read is not there for him.
            return roles.find(request.getName())
                    .filter(role ->
                            authorization.allows(caller, RoleBook.thing(role), new Action.Administer(Verb.READ)))
                    .orElseThrow(() -> RoleBook.missing(request.getName()));
        });
    }

    @Override
    public void removeRole(RemoveRoleRequest request, StreamObserver<RemoveRoleReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            roles.remove(request.getName(), permission(caller), caller.subject());
            return RemoveRoleReply.getDefaultInstance();
        });
    }

    private Permission permission(Caller.Known caller) {
        return new Permission() {
            @Override
            public void require(Verb verb, Resource.Thing thing) {
                authorization.require(caller, verb, thing);
            }

            @Override
            public boolean coversAllRoles() {
                return Stream.of(Verb.CREATE, Verb.UPDATE)
                        .allMatch(verb -> authorization.allows(
                                caller, new Resource.AllOf(Kind.ROLE), new Action.Administer(verb)));
            }
        };
    }
}
