package dev.sallyport.server.wiring;

import dev.sallyport.api.v1.MachineType;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which role is made how. Roles of one process meet as those of several do: through ports, with certificates; only the way
 * in is offered by auth itself, so that nobody has to carry a token from a process to itself.
 */
final class Assembly {

    private final DaemonConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private Optional<AuthPart> auth = Optional.empty();
    private Optional<ProxyPart> proxy = Optional.empty();

    Assembly(DaemonConfig config, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** In the order in which they are to be started. */
    List<String> roles() {
        List<String> roles = new ArrayList<>();
        config.auth().ifPresent(_ -> roles.add("auth"));
        config.proxy().ifPresent(_ -> roles.add("proxy"));
        config.agent().ifPresent(_ -> roles.add("agent"));
        config.witness().ifPresent(_ -> roles.add("witness"));
        return List.copyOf(roles);
    }

    /** Starts one; those before it run. */
    Part start(String role) throws InterruptedException {
        return switch (role) {
            case "auth" -> startAuth();
            case "proxy" -> startProxy(config.proxy().orElseThrow());
            case "agent" -> startAgent(config.agent().orElseThrow());
            case "witness" -> WitnessPart.start(config.witness().orElseThrow(), folder("witness"), clock, random);
            default -> throw new IllegalArgumentException(role);
        };
    }

    private Part startAuth() throws InterruptedException {
        AuthPart part = AuthPart.start(config, clock, random);
        auth = Optional.of(part);
        return part;
    }

    private Part startProxy(DaemonConfig.Proxy own) throws InterruptedException {
        String address = auth.map(part -> Addresses.reachable(part.auth().address()))
                .or(own::authAddress)
                .orElseThrow();
        ProxyPart part = ProxyPart.start(
                config, address, tokens(own.joining(), MachineType.MACHINE_TYPE_PROXY), folder("proxy"), clock, random);
        proxy = Optional.of(part);
        return part;
    }

    private Part startAgent(DaemonConfig.Agent own) throws InterruptedException {
        String address = own.proxy().or(() -> proxy.map(ProxyPart::reachable)).orElseThrow();
        return AgentPart.start(
                own, address, tokens(own.joining(), MachineType.MACHINE_TYPE_NODE), folder("agent"), clock, random);
    }

    private Tokens tokens(DaemonConfig.Joining joining, MachineType type) {
        Tokens given = Tokens.of(joining);
        return given.token().isPresent()
                ? given
                : auth.map(part -> part.offer(type)).orElse(given);
    }

    private Path folder(String role) {
        return Folders.ownerOnly(config.dataDir()).resolve(role);
    }
}
