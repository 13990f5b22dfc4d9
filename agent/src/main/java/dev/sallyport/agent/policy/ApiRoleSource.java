package dev.sallyport.agent.policy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetRolesReply;
import dev.sallyport.api.v1.GetRolesRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.model.access.LabelMatcher;
import dev.sallyport.model.access.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
        return reply.getRolesList().stream().map(ApiRoleSource::role).toList();
    }

    private static Role role(dev.sallyport.api.v1.Role role) {
        Map<String, List<String>> labels = role.getNodeLabelsMap().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue().getValuesList())));
        return new Role(
                role.getName(),
                role.getLoginsList(),
                new LabelMatcher(labels),
                new Role.Permits(
                        role.getPermitPortForwarding(), role.getPermitAgentForwarding(), role.getPermitFileCopy()),
                Duration.ofSeconds(role.getMaxSessionTtlSeconds()),
                role.getAdminister(),
                role.getAudit());
    }
}
