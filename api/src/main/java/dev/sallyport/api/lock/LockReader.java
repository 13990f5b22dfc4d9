package dev.sallyport.api.lock;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Lock.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads locks as auth tells them. */
public final class LockReader {

    private LockReader() {}

    /** @throws Failure UNAVAILABLE where one of them hits what this version does not know: then none of them counts */
    public static List<Lock> read(List<dev.sallyport.api.v1.Lock> messages) {
        return messages.stream().map(LockReader::lock).toList();
    }

    private static Lock lock(dev.sallyport.api.v1.Lock message) {
        return new Lock(
                message.getId(),
                target(message),
                instant(message.getCreated()),
                message.hasUntil() ? Optional.of(instant(message.getUntil())) : Optional.empty(),
                message.getMessage());
    }

    private static Instant instant(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static Target target(dev.sallyport.api.v1.Lock message) {
        var target = message.getTarget();
        return switch (target.getTargetCase()) {
            case USER -> new Target.User(target.getUser());
            case LOGIN -> new Target.Login(target.getLogin());
            case NODE -> new Target.Node(target.getNode());
            case CERTIFICATES ->
                new Target.Certificates(
                        target.getCertificates().getUser(),
                        Instant.ofEpochSecond(target.getCertificates().getValidFromBeforeSeconds()));
            case ROLE -> new Target.Role(target.getRole());
            case AGENT -> new Target.Agent(target.getAgent());
            case TOKEN ->
                new Target.Token(target.getToken().getId(), target.getToken().getMachine());
            case SESSION -> new Target.Session(target.getSession());
            case REQUEST -> new Target.Request(target.getRequest());
            case MFA_DEVICE -> new Target.MfaDevice(target.getMfaDevice());
            case TARGET_NOT_SET ->
                throw Failure.of(
                        FailureCode.UNAVAILABLE,
                        "the lock " + message.getId() + " hits what this version does not know: update it");
        };
    }
}
