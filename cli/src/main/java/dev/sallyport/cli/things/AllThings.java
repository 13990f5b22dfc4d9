package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import java.time.InstantSource;

/** The things of a cluster by their kinds. */
public final class AllThings {

    private final ApiChannel channel;
    private final InstantSource clock;

    public AllThings(ApiChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /** @param kind one of those that there are documents of */
    public Things of(String kind) {
        return switch (kind) {
            case "access_list" -> new ListThings(channel);
            case "connector" -> new ConnectorThings("", channel);
            case "github", "ldap", "oidc", "saml" -> new ConnectorThings(kind, channel);
            case "lock" -> new LockThings(channel, clock);
            case "login_rule" -> new LoginRuleThings(channel);
            case "node" -> new NodeThings(channel);
            case "proxy" -> new ProxyThings(channel);
            case "request" -> new RequestThings(channel);
            case "role" -> new RoleThings(channel);
            case "session" -> new SessionThings(channel);
            case "token" -> new TokenThings(channel, clock);
            case "user" -> new UserThings(channel);
            default -> throw new IllegalArgumentException("documents of an unknown kind: " + kind);
        };
    }
}
