package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.cli.document.Document;
import java.util.List;

/** Nodes, by name or id. */
final class NodeThings implements Things {

    private final NodeServiceGrpc.NodeServiceBlockingStub service;

    NodeThings(ApiChannel channel) {
        this.service = NodeServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<Node> all(String filter) {
        return Pages.all(
                filter,
                page -> service.listNodes(
                        ListNodesRequest.newBuilder().setPage(page).build()),
                ListNodesReply::getNodesList,
                ListNodesReply::getNextPageToken);
    }

    @Override
    public Node one(String name) {
        List<Node> found = all(Listed.is("name", name) + " || " + Listed.is("id", name));
        return Listed.one(found, "node", "nodes", name, Node::getId);
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        throw Listed.notMade("node", "it joins with a token ('sally tokens add') and says itself what it is");
    }

    @Override
    public void remove(String name) {
        String id = one(name).getId();
        GrpcFailures.calling(() ->
                service.removeNode(RemoveNodeRequest.newBuilder().setId(id).build()));
    }
}
