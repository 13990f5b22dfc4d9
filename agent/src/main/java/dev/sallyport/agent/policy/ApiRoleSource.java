package dev.sallyport.agent.policy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.GetRolesReply;
import dev.sallyport.api.v1.GetRolesRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks auth by {@code NodeService.GetRoles}. */
public final class ApiRoleSource implements RoleSource {

    private final ApiChannel channel;

    public ApiRoleSource(ApiChannel channel) {
        this.channel = channel;
    }

    @Override
    public Collection<Role> fetch(Set<String> names, Duration limit) {
        GetRolesRequest request =
                GetRolesRequest.newBuilder().addAllNames(names).build();
        GetRolesReply reply = GrpcFailures.calling(() -> NodeServiceGrpc.newBlockingStub(channel.channel())
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .getRoles(request));
        return reply.getRolesList().stream()
                .map(role -> RoleReader.read(role).orFail())
                .toList();
    }
}
