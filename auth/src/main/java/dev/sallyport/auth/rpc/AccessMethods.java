package dev.sallyport.auth.rpc;

import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.AccessChange;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.DiffRoleReply;
import dev.sallyport.api.v1.DiffRoleRequest;
import dev.sallyport.api.v1.ExplainAccessReply;
import dev.sallyport.api.v1.ExplainAccessRequest;
import dev.sallyport.api.v1.Finding;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.insight.AccessExplainer;
import dev.sallyport.auth.insight.RoleImpact;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;

/** Why somebody may do something or may not, and what a role would change. */
public final class AccessMethods extends AccessServiceGrpc.AccessServiceImplBase {

    private final AccessExplainer explainer;
    private final RoleImpact impact;
    private final Authorization authorization;
    private final InstantSource clock;

    public AccessMethods(
            AccessExplainer explainer, RoleImpact impact, Authorization authorization, InstantSource clock) {
        this.explainer = explainer;
        this.impact = impact;
        this.authorization = authorization;
        this.clock = clock;
    }

    @Override
    public void explainAccess(ExplainAccessRequest request, StreamObserver<ExplainAccessReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            String user = request.getUser().isEmpty() ? caller.identity().user() : request.getUser();
            boolean insight = mayReadAll(caller, Kind.USER) && mayReadAll(caller, Kind.ROLE);
            if (!insight && !user.equals(caller.identity().user())) {
                throw Failure.of(
                        FailureCode.DENIED,
                        caller.identity().user() + " may ask about "
                                + caller.identity().user() + " only: no role has a rule to read users and roles");
            }
            Instant at = request.hasAt()
                    ? Instant.ofEpochSecond(
                            request.getAt().getSeconds(), request.getAt().getNanos())
                    : clock.instant();
            return reply(explainer.explain(user, request.getResource(), request.getAction(), at, !insight));
        });
    }

    @Override
    public void diffRole(DiffRoleRequest request, StreamObserver<DiffRoleReply> observer) {
        Answer.to(observer, () -> {
            RoleImpact.Impact found =
                    impact.of(RoleReader.read(request.getRole()).orFail(), clock.instant());
            return DiffRoleReply.newBuilder()
                    .addAllChanges(
                            found.changes().stream().map(AccessMethods::change).toList())
                    .setUsers(found.users())
                    .setNodes(found.nodes())
                    .setTruncated(found.truncated())
                    .build();
        });
    }

    private boolean mayReadAll(Caller.Known caller, Kind kind) {
        return authorization.allows(caller, new Resource.AllOf(kind), new Action.Administer(Verb.READ));
    }

    private static ExplainAccessReply reply(Decision decision) {
        ExplainAccessReply.Builder reply = ExplainAccessReply.newBuilder();
        decision.trail().forEach(finding -> reply.addFindings(finding(finding)));
        switch (decision) {
            case Decision.Allow allow -> reply.setAllowed(true).addAllGrants(GrantLines.of(allow.grants()));
            case Decision.Deny deny -> reply.setReason(deny.reason());
        }
        return reply.build();
    }

    private static Finding finding(dev.sallyport.model.access.Finding finding) {
        Finding.Effect effect = switch (finding.effect()) {
            case ALLOWS -> Finding.Effect.ALLOWS;
            case DENIES -> Finding.Effect.DENIES;
            case FALLS_SHORT -> Finding.Effect.FALLS_SHORT;
        };
        return Finding.newBuilder()
                .setRole(finding.role())
                .setEffect(effect)
                .setPath(finding.path())
                .setText(finding.text())
                .build();
    }

    private static AccessChange change(RoleImpact.Change change) {
        return AccessChange.newBuilder()
                .setUser(change.user())
                .setGains(change.gains())
                .setAction(change.action())
                .setNodes(change.nodes())
                .addAllExamples(change.examples())
                .build();
    }
}
