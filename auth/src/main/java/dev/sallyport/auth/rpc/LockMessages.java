package dev.sallyport.auth.rpc;

import dev.sallyport.api.lock.LockWriter;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock.Target;
import java.time.Instant;

/** Locks as messages. */
final class LockMessages {

    private LockMessages() {}

    static dev.sallyport.api.v1.Lock write(LockBook.Listed listed) {
        return LockWriter.write(listed.lock()).toBuilder()
                .setCreatedBy(listed.by())
                .build();
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
            case MFA_DEVICE -> new Target.MfaDevice(message.getMfaDevice());
            case TARGET_NOT_SET ->
                throw Failure.of(
                        FailureCode.INVALID,
                        "a lock hits something: give a user, a login, a node, a role, an agent, a token, a session, a"
                                + " request or a second factor");
        };
    }
}
