package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.GetLocksReply;
import dev.sallyport.api.v1.GetLocksRequest;
import dev.sallyport.api.v1.GetMachineTrustRequest;
import dev.sallyport.api.v1.GetRolesReply;
import dev.sallyport.api.v1.GetRolesRequest;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.RemoveNodeReply;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.ReportNodeReply;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Names;
import io.grpc.stub.StreamObserver;

/** Nodes, as people see them and as they see themselves. */
public final class NodeMethods extends NodeServiceGrpc.NodeServiceImplBase {

    private static final int MOST_ROLES = 64;

    private final NodeListing listing;
    private final NodeBook nodes;
    private final RoleBook roles;
    private final LockBook locks;
    private final Authority authority;

    public NodeMethods(NodeListing listing, NodeBook nodes, RoleBook roles, LockBook locks, Authority authority) {
        this.listing = listing;
        this.nodes = nodes;
        this.roles = roles;
        this.locks = locks;
        this.authority = authority;
    }

    @Override
    public void listNodes(ListNodesRequest request, StreamObserver<ListNodesReply> observer) {
        Answer.to(observer, () -> listing.list(CallerContext.current().known(), request));
    }

    @Override
    public void removeNode(RemoveNodeRequest request, StreamObserver<RemoveNodeReply> observer) {
        Answer.to(observer, () -> {
            nodes.remove(request.getId(), CallerContext.current().subject());
            return RemoveNodeReply.getDefaultInstance();
        });
    }

    @Override
    public void reportNode(ReportNodeRequest request, StreamObserver<ReportNodeReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            nodes.report(caller.identity().user(), request.getLabelsMap(), request.getVersion());
            return ReportNodeReply.getDefaultInstance();
        });
    }

    @Override
    public void getRoles(GetRolesRequest request, StreamObserver<GetRolesReply> observer) {
        Answer.to(observer, () -> {
            Names.bounded("roles", request.getNamesCount(), MOST_ROLES);
            request.getNamesList().forEach(Names::role);
            return GetRolesReply.newBuilder()
                    .addAllRoles(roles.messages(request.getNamesList()))
                    .build();
        });
    }

    @Override
    public void getLocks(GetLocksRequest request, StreamObserver<GetLocksReply> observer) {
        Answer.to(
                observer,
                () -> GetLocksReply.newBuilder()
                        .addAllLocks(locks.inForce().stream()
                                .map(LockMessages::write)
                                .toList())
                        .build());
    }

    @Override
    public void getMachineTrust(GetMachineTrustRequest request, StreamObserver<Trust> observer) {
        Answer.to(observer, authority::trust);
    }
}
