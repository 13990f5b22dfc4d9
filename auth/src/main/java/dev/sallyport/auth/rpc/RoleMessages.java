package dev.sallyport.auth.rpc;

import dev.sallyport.model.access.LabelMatcher;
import dev.sallyport.model.access.Role;
import java.time.Duration;

/** Roles in messages. */
final class RoleMessages {

    private RoleMessages() {}

    static Role read(dev.sallyport.api.v1.Role message) {
        Duration ttl = message.getMaxSessionTtlSeconds() == 0
                ? Role.LONGEST_TTL
                : Duration.ofSeconds(message.getMaxSessionTtlSeconds());
        return new Role(
                message.getName(),
                message.getLoginsList(),
                new LabelMatcher(Lists.read(message.getNodeLabelsMap())),
                new Role.Permits(
                        message.getPermitPortForwarding(),
                        message.getPermitAgentForwarding(),
                        message.getPermitFileCopy()),
                ttl,
                message.getAdminister(),
                message.getAudit());
    }

    static dev.sallyport.api.v1.Role write(Role role) {
        return dev.sallyport.api.v1.Role.newBuilder()
                .setName(role.name())
                .addAllLogins(role.logins())
                .putAllNodeLabels(Lists.write(role.nodeLabels().wanted()))
                .setPermitPortForwarding(role.permits().portForwarding())
                .setPermitAgentForwarding(role.permits().agentForwarding())
                .setPermitFileCopy(role.permits().fileCopy())
                .setMaxSessionTtlSeconds(role.maxSessionTtl().toSeconds())
                .setAdminister(role.administer())
                .setAudit(role.audit())
                .build();
    }
}
