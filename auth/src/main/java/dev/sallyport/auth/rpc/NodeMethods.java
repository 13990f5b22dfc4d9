package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.GetMachineTrustRequest;
import dev.sallyport.api.v1.GetPolicyRequest;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.RemoveNodeReply;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.ReportNodeReply;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.policy.PolicyDesk;
import io.grpc.stub.StreamObserver;

/** Nodes, as people see them and as they see themselves. */
public final class NodeMethods extends NodeServiceGrpc.NodeServiceImplBase {

    private final NodeListing listing;
    private final NodeBook nodes;
    private final PolicyDesk policies;
    private final Authority authority;

    public NodeMethods(NodeListing listing, NodeBook nodes, PolicyDesk policies, Authority authority) {
        this.listing = listing;
        this.nodes = nodes;
        this.policies = policies;
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
            nodes.report(caller.identity().user(), request.getLabelsMap(), request.getVersion(), caller.subject());
            return ReportNodeReply.getDefaultInstance();
        });
    }

    @Override
    public void getPolicy(GetPolicyRequest request, StreamObserver<SignedPolicy> observer) {
        Answer.to(
                observer,
                () -> policies.of(CallerContext.current().known().identity().user()));
    }

    @Override
    public void getMachineTrust(GetMachineTrustRequest request, StreamObserver<Trust> observer) {
        Answer.to(observer, authority::trust);
    }
}
