package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.DropRequestRequest;
import dev.sallyport.api.v1.GetRequestRequest;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.api.v1.ListRequestsReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PromoteRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.ReviewRequestRequest;
import dev.sallyport.api.v1.SuggestRequestReply;
import dev.sallyport.api.v1.SuggestRequestRequest;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.ListKeepers;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.requests.RequestDraft;
import dev.sallyport.auth.requests.RequestParty;
import dev.sallyport.auth.requests.RequestScope;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Access requests: who asks, who decides, who sees them. */
public final class RequestMethods extends RequestServiceGrpc.RequestServiceImplBase {

    private static final int MOST_NAMED = 64;

    private final RequestBook requests;
    private final RequestScope scope;
    private final UserBook users;
    private final Authorization authorization;
    private final ListKeepers keepers;
    private final InstantSource clock;

    public RequestMethods(
            RequestBook requests,
            RequestScope scope,
            UserBook users,
            Authorization authorization,
            ListKeepers keepers,
            InstantSource clock) {
        this.keepers = keepers;
        this.requests = requests;
        this.scope = scope;
        this.users = users;
        this.authorization = authorization;
        this.clock = clock;
    }

    @Override
    public void createRequest(CreateRequestRequest request, StreamObserver<AccessRequest> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            if (caller.identity().kind() != Identity.Kind.USER) {
                throw Failure.of(FailureCode.DENIED, "only users ask for roles");
            }
            Names.bounded("nodes", request.getNodesCount(), MOST_NAMED);
            RequestRecord record = requests.create(
                    party(caller), draft(request, party(caller)), request.getDryRun(), caller.subject());
            return RequestMessages.write(record);
        });
    }

    private RequestDraft draft(CreateRequestRequest request, RequestParty party) {
        Instant now = clock.instant();
        List<Resource.Node> nodes = scope.nodes(party, request.getNodesList(), request.getRolesList(), now);
        List<String> roles = request.getRolesCount() == 0 && !nodes.isEmpty()
                ? scope.reaching(party, nodes, now)
                : request.getRolesList();
        Optional<Instant> start = request.hasStart()
                ? Optional.of(Instant.ofEpochSecond(request.getStart().getSeconds()))
                : Optional.empty();
        return new RequestDraft(
                roles, nodes, request.getReason(), Duration.ofSeconds(request.getDurationSeconds()), start);
    }

    @Override
    public void listRequests(Page request, StreamObserver<ListRequestsReply> observer) {
        Answer.to(observer, () -> {
            Predicate<RequestRecord> visible = visible(CallerContext.current().known());
            Paging.Listing<AccessRequest> listing = Filtered.page(
                    request,
                    AccessRequest.getDefaultInstance(),
                    wanted -> requests.list(wanted, visible).map(RequestMessages::write),
                    AccessRequest::getId);
            return ListRequestsReply.newBuilder()
                    .addAllRequests(listing.items())
                    .setNextPageToken(listing.next())
                    .build();
        });
    }

    @Override
    public void getRequest(GetRequestRequest request, StreamObserver<AccessRequest> observer) {
        Answer.to(
                observer,
                () -> RequestMessages.write(requests.find(
                        request.getId(), visible(CallerContext.current().known()))));
    }

    @Override
    public void reviewRequest(ReviewRequestRequest request, StreamObserver<AccessRequest> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            RequestParty reviewer = party(caller);
            return RequestMessages.write(requests.review(
                    request.getId(),
                    reviewer,
                    request.getApprove(),
                    request.getReason(),
                    seen(caller, reviewer),
                    caller.subject()));
        });
    }

    @Override
    public void promoteRequest(PromoteRequestRequest request, StreamObserver<AccessRequest> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            RequestParty reviewer = party(caller);
            Predicate<RequestRecord> seen = seen(caller, reviewer).and(this::isOfWhoIsThere);
            ListMember.Builder terms = ListMember.newBuilder().setReason(request.getReason());
            if (request.hasExpires()) {
                terms.setExpires(request.getExpires());
            }
            return RequestMessages.write(requests.promote(
                    request.getId(),
                    reviewer,
                    request.getList(),
                    ListMessages.read(terms.build()),
                    (list, member) -> keepers.requireMayAdd(caller, list, member),
                    seen,
                    caller.subject()));
        });
    }

    /** Whoever shares something with the author is told so, and not that there is no such request. */
    private Predicate<RequestRecord> seen(Caller.Known caller, RequestParty reviewer) {
        return visible(caller)
                .or(record -> reviewer.roles().stream()
                        .anyMatch(role -> role.allow().review().isPresent()));
    }

    /** Not of somebody before, who had the same name. */
    private boolean isOfWhoIsThere(RequestRecord record) {
        return users.find(record.getUser())
                .filter(user -> user.created().getEpochSecond() <= record.getCreatedSeconds())
                .isPresent();
    }

    @Override
    public void dropRequest(DropRequestRequest request, StreamObserver<AccessRequest> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            Predicate<RequestRecord> mayDrop =
                    record -> isOwn(caller, record) || authorization.allows(caller, thing(record), verb(Verb.DELETE));
            return RequestMessages.write(
                    requests.drop(request.getId(), visible(caller).or(mayDrop), mayDrop, caller.subject()));
        });
    }

    @Override
    public void suggestRequest(SuggestRequestRequest request, StreamObserver<SuggestRequestReply> observer) {
        Answer.to(observer, () -> {
            RequestParty party = party(CallerContext.current().known());
            Instant now = clock.instant();
            Action login = new Action.Login(request.getLogin());
            if (scope.allowed(party, request.getNode(), login, now)) {
                return SuggestRequestReply.newBuilder()
                        .setAllowed(true)
                        .setSessionCertificate(scope.takesSecondFactor(party, request.getNode(), login, now))
                        .build();
            }
            List<String> roles = scope.allowing(party, request.getNode(), login, now);
            return SuggestRequestReply.newBuilder()
                    .addAllRoles(roles)
                    .setReasonRequired(roles.stream().anyMatch(role -> scope.needsReason(party, role)))
                    .build();
        });
    }

    private Predicate<RequestRecord> visible(Caller.Known caller) {
        RequestParty party = party(caller);
        return record -> isOwn(caller, record)
                || party.isReviewerOf(record)
                || authorization.allows(caller, thing(record), verb(Verb.LIST));
    }

    private static boolean isOwn(Caller.Known caller, RequestRecord record) {
        return caller.identity().kind() == Identity.Kind.USER
                && record.getUser().equals(caller.identity().user());
    }

    private static Action verb(Verb verb) {
        return new Action.Administer(verb);
    }

    private static Resource.Thing thing(RequestRecord record) {
        return Resource.Thing.of(Kind.REQUEST, record.getId(), Map.of());
    }

    private RequestParty party(Caller.Known caller) {
        Set<String> marks = new HashSet<>(users.factors(caller.identity().user()));
        if (!caller.key().isEmpty()) {
            marks.add(caller.key());
        }
        return new RequestParty(caller.identity(), List.copyOf(caller.roles()), marks);
    }
}
