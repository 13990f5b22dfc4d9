package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.GetUserRequest;
import dev.sallyport.api.v1.Invite;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutUserRequest;
import dev.sallyport.api.v1.RemoveUserReply;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.people.UserChanges;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Administration of people. */
public final class UserMethods extends UserServiceGrpc.UserServiceImplBase {

    private final UserBook users;
    private final UserChanges changes;
    private final Authorization authorization;
    private final Authority authority;
    private final ProxyAddresses addresses;
    private final InstantSource clock;

    public UserMethods(
            UserBook users,
            UserChanges changes,
            Authorization authorization,
            Authority authority,
            ProxyAddresses addresses,
            InstantSource clock) {
        this.users = users;
        this.changes = changes;
        this.authorization = authorization;
        this.authority = authority;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public void addUser(AddUserRequest request, StreamObserver<Invite> observer) {
        Answer.to(
                observer,
                () -> invite(users.add(
                        request.getName(),
                        request.getRolesList(),
                        Lists.read(request.getTraitsMap()),
                        Duration.ofSeconds(request.getInviteTtlSeconds()),
                        CallerContext.current().subject())));
    }

    @Override
    public void putUser(PutUserRequest request, StreamObserver<User> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            User user = request.getUser();
            Resource.Thing thing = Resource.Thing.of(Kind.USER, user.getName(), Map.of());
            return user(changes.put(
                    new UserChanges.Wanted(
                            user.getName(),
                            user.getRolesList(),
                            Lists.read(user.getTraitsMap()),
                            user.getRevision(),
                            request.getMode(),
                            request.getDryRun()),
                    verb -> authorization.require(caller, verb, thing),
                    caller.subject()));
        });
    }

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> observer) {
        Answer.to(observer, () -> user(users.one(request.getName())));
    }

    @Override
    public void listUsers(Page request, StreamObserver<ListUsersReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<User> page = Filtered.page(
                    request,
                    User.getDefaultInstance(),
                    wanted -> users.list(wanted).map(this::user),
                    User::getName);
            return ListUsersReply.newBuilder()
                    .addAllUsers(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeUser(RemoveUserRequest request, StreamObserver<RemoveUserReply> observer) {
        Answer.to(observer, () -> {
            users.remove(request.getName(), CallerContext.current().subject());
            return RemoveUserReply.getDefaultInstance();
        });
    }

    @Override
    public void resetUser(ResetUserRequest request, StreamObserver<Invite> observer) {
        Answer.to(
                observer,
                () -> invite(users.reset(
                        request.getName(),
                        Duration.ofSeconds(request.getInviteTtlSeconds()),
                        CallerContext.current().subject())));
    }

    private Invite invite(UserBook.Invitation invitation) {
        return Invite.newBuilder()
                .setUser(invitation.user())
                .setCode(invitation.code())
                .setLink("https://" + addresses.publicAddress() + "/invite/" + invitation.code() + "#"
                        + authority.pins().getFirst())
                .setNotAfter(Moments.of(invitation.notAfter()))
                .build();
    }

    private User user(Person person) {
        User.Builder user = User.newBuilder()
                .setName(person.name())
                .addAllRoles(person.roles())
                .putAllTraits(Lists.write(person.traits()))
                .setCreated(Moments.of(person.created()))
                .setActive(person.active())
                .setRevision(person.revision());
        if (person.lockedUntil().isAfter(clock.instant())) {
            user.setLockedUntil(Moments.of(person.lockedUntil()));
        }
        return user.build();
    }
}
