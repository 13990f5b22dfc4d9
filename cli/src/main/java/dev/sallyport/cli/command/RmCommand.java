package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.Pages;
import dev.sallyport.cli.things.RoleThings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally rm}. */
@Command(
        description = {
            "Remove something that the cluster keeps: a node, role, token or user.",
            "A removed node's certificates are worth nothing; it comes back with a new token only."
        })
final class RmCommand implements Runnable {

    private static final List<String> KINDS = List.of("node", "role", "token", "user");

    @Parameters(paramLabel = "KIND/NAME", description = "Such as role/dev, node/web1 or node/ID.")
    private String target = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Target wanted = Target.parse(target, KINDS);
        String name = wanted.one();
        try (ApiChannel channel = cluster.open(shell)) {
            switch (wanted.kind()) {
                case "node" -> removeNode(channel, name);
                case "token" ->
                    GrpcFailures.calling(() -> TokenServiceGrpc.newBlockingStub(channel.channel())
                            .removeToken(
                                    RemoveTokenRequest.newBuilder().setId(name).build()));
                case "user" ->
                    GrpcFailures.calling(() -> UserServiceGrpc.newBlockingStub(channel.channel())
                            .removeUser(
                                    RemoveUserRequest.newBuilder().setName(name).build()));
                default -> new RoleThings(channel).remove(name);
            }
        }
        shell.print(Neutral.line("Removed " + wanted.kind() + " " + name + ".") + "\n");
    }

    private static void removeNode(ApiChannel channel, String name) {
        NodeServiceGrpc.NodeServiceBlockingStub service = NodeServiceGrpc.newBlockingStub(channel.channel());
        List<Node> named = Pages.all(
                        page -> service.listNodes(ListNodesRequest.newBuilder()
                                .setPage(page)
                                .setSearch(name)
                                .build()),
                        ListNodesReply::getNodesList,
                        ListNodesReply::getNextPageToken)
                .stream()
                .filter(node -> node.getName().equals(name))
                .toList();
        if (named.size() > 1) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "several nodes are called " + name + ": expected node/ID, one of "
                            + String.join(", ", named.stream().map(Node::getId).toList()));
        }
        String id = named.isEmpty() ? name : named.getFirst().getId();
        GrpcFailures.calling(() ->
                service.removeNode(RemoveNodeRequest.newBuilder().setId(id).build()));
    }
}
