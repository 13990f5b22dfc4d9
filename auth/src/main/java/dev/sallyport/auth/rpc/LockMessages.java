package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LockedToken;
import dev.sallyport.api.v1.RevokedCertificates;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Lock.Target;
import java.time.Instant;

/** Locks as messages. */
final class LockMessages {

    private LockMessages() {}

    static dev.sallyport.api.v1.Lock write(LockBook.Listed listed) {
        return message(listed.lock()).setCreatedBy(listed.by()).build();
    }

    static dev.sallyport.api.v1.Lock write(Lock lock) {
        return message(lock).build();
    }

    private static dev.sallyport.api.v1.Lock.Builder message(Lock lock) {
        dev.sallyport.api.v1.Lock.Builder message = dev.sallyport.api.v1.Lock.newBuilder()
                .setId(lock.id())
                .setTarget(write(lock.target()))
                .setCreated(Moments.of(lock.created()))
                .setMessage(lock.message());
        lock.until().map(Moments::of).ifPresent(message::setUntil);
        return message;
    }

    private static LockTarget write(Target target) {
        LockTarget.Builder message = LockTarget.newBuilder();
        switch (target) {
            case Target.User(String name) -> message.setUser(name);
            case Target.Login(String login) -> message.setLogin(login);
            case Target.Node(String node) -> message.setNode(node);
            case Target.Certificates(String user, Instant before) ->
                message.setCertificates(RevokedCertificates.newBuilder()
                        .setUser(user)
                        .setValidFromBeforeSeconds(before.getEpochSecond()));
            case Target.Role(String name) -> message.setRole(name);
            case Target.Agent(String id) -> message.setAgent(id);
            case Target.Token(String id, String machine) ->
                message.setToken(LockedToken.newBuilder().setId(id).setMachine(machine));
            case Target.Session(String id) -> message.setSession(id);
            case Target.Request(String id) -> message.setRequest(id);
        }
        return message.build();
    }

    static Target target(LockTarget message) {
        return switch (message.getTargetCase()) {
            case USER -> new Target.User(message.getUser());
            case LOGIN -> new Target.Login(message.getLogin());
            case NODE -> new Target.Node(message.getNode());
            case CERTIFICATES ->
                new Target.Certificates(
                        message.getCertificates().getUser(),
                        Instant.ofEpochSecond(message.getCertificates().getValidFromBeforeSeconds()));
            case ROLE -> new Target.Role(message.getRole());
            case AGENT -> new Target.Agent(message.getAgent());
            case TOKEN -> new Target.Token(message.getToken().getId(), "");
            case SESSION -> new Target.Session(message.getSession());
            case REQUEST -> new Target.Request(message.getRequest());
            case TARGET_NOT_SET ->
                throw Failure.of(
                        FailureCode.INVALID,
                        "a lock hits something: give a user, a login, a node, a role, an agent, a token, a session or a"
                                + " request");
        };
    }
}
