package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.Invite;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveUserReply;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;

/** Administration of people. */
public final class UserMethods extends UserServiceGrpc.UserServiceImplBase {

    private final UserBook users;
    private final Authority authority;
    private final ProxyAddresses addresses;
    private final InstantSource clock;

    public UserMethods(UserBook users, Authority authority, ProxyAddresses addresses, InstantSource clock) {
        this.users = users;
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
    public void listUsers(Page request, StreamObserver<ListUsersReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<Person> page = users.list(Paging.of(request.getPageSize(), request.getPageToken()));
            return ListUsersReply.newBuilder()
                    .addAllUsers(page.items().stream().map(this::user).toList())
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
                .setActive(person.active());
        if (person.lockedUntil().isAfter(clock.instant())) {
            user.setLockedUntil(Moments.of(person.lockedUntil()));
        }
        return user.build();
    }
}
