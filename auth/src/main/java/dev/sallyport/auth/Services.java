package dev.sallyport.auth;

import dev.sallyport.auth.insight.AccessExplainer;
import dev.sallyport.auth.insight.RoleImpact;
import dev.sallyport.auth.people.PresenceDesk;
import dev.sallyport.auth.rpc.AccessMethods;
import dev.sallyport.auth.rpc.AuditMethods;
import dev.sallyport.auth.rpc.BrowserMethods;
import dev.sallyport.auth.rpc.Completion;
import dev.sallyport.auth.rpc.JoinMethods;
import dev.sallyport.auth.rpc.LinkMethods;
import dev.sallyport.auth.rpc.LoginMethods;
import dev.sallyport.auth.rpc.MachineMethods;
import dev.sallyport.auth.rpc.NodeListing;
import dev.sallyport.auth.rpc.NodeMethods;
import dev.sallyport.auth.rpc.ProxyAddresses;
import dev.sallyport.auth.rpc.RoleMethods;
import dev.sallyport.auth.rpc.TokenMethods;
import dev.sallyport.auth.rpc.UserMethods;
import dev.sallyport.auth.trail.EventReading;
import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What the port serves. */
final class Services {

    private Services() {}

    static List<BindableService> of(AuthSettings settings, Parts parts, InstantSource clock) {
        ProxyAddresses addresses = new ProxyAddresses(settings.proxyPublicAddress(), settings.proxySshAddress());
        return Stream.of(
                        people(settings, addresses, parts, clock),
                        machines(parts, clock),
                        access(parts, clock),
                        trail(parts, clock))
                .flatMap(List::stream)
                .toList();
    }

    private static List<BindableService> people(
            AuthSettings settings, ProxyAddresses addresses, Parts parts, InstantSource clock) {
        Completion completion =
                new Completion(addresses, parts.people().devices(), parts.factorPolicy(settings.factors()));
        return List.of(
                new LoginMethods(parts.authority(), parts.people(), completion),
                parts.factorMethods(settings.factors()),
                new BrowserMethods(parts.people().browsers()),
                parts.sso().logins(completion),
                parts.sso().administration(),
                new UserMethods(
                        parts.people().users(),
                        parts.people().changes(),
                        parts.authorization(),
                        parts.authority(),
                        addresses,
                        clock));
    }

    private static List<BindableService> machines(Parts parts, InstantSource clock) {
        NodeListing listing =
                new NodeListing(parts.nodes().index(), parts.authorization(), parts.prober(), parts.seen(), clock);
        return List.of(
                new JoinMethods(parts.joins()),
                new TokenMethods(parts.tokens(), parts.authority()),
                new MachineMethods(parts.proxies(), parts.presence()),
                new NodeMethods(listing, parts.nodes(), parts.policies().desk(), parts.authority()),
                new LinkMethods(
                        parts.authority(), parts.nodes(), parts.policies().teller(), parts.presence(), parts.prober()));
    }

    private static List<BindableService> access(Parts parts, InstantSource clock) {
        return List.of(
                new RoleMethods(parts.roles(), parts.authorization()),
                new AccessMethods(
                        new AccessExplainer(
                                parts.people().users(),
                                parts.roles(),
                                parts.nodes().index(),
                                parts.locks(),
                                parts.access().lists(),
                                parts.recordings().live()::joinable),
                        new RoleImpact(
                                parts.people().users(),
                                parts.roles(),
                                parts.nodes().index(),
                                parts.access().lists()),
                        parts.authorization(),
                        clock),
                parts.access().lockMethods(parts, clock),
                parts.access().requestMethods(parts, clock),
                parts.access().listMethods(parts));
    }

    private static List<BindableService> trail(Parts parts, InstantSource clock) {
        return List.of(
                new AuditMethods(
                        parts.trail(),
                        new EventReading(
                                parts.log().search(),
                                parts.authorization(),
                                parts.ledger(),
                                parts.emitters().personal()),
                        parts.log().files(),
                        parts.emitters().subjects()),
                parts.emitters().methods(parts.authority()),
                parts.recordings().methods(parts.authorization()),
                parts.recordings()
                        .sessionMethods(
                                parts.authorization(),
                                parts.locks(),
                                new PresenceDesk(parts.ledger(), parts.authority()::policySigner, clock)));
    }
}
