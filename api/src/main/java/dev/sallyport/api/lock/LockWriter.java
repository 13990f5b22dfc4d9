package dev.sallyport.api.lock;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LockedToken;
import dev.sallyport.api.v1.RevokedCertificates;
import dev.sallyport.model.access.Lock.Target;
import java.time.Instant;

/** Writes a lock as its message: what {@link LockReader} reads as the same lock. Who made it is not in it. */
public final class LockWriter {

    private LockWriter() {}

    /** Writes a lock. */
    public static Lock write(dev.sallyport.model.access.Lock lock) {
        Lock.Builder message = Lock.newBuilder()
                .setId(lock.id())
                .setTarget(target(lock.target()))
                .setCreated(timestamp(lock.created()))
                .setMessage(lock.message());
        lock.until().map(LockWriter::timestamp).ifPresent(message::setUntil);
        return message.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static LockTarget target(Target target) {
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
            case Target.MfaDevice(String id) -> message.setMfaDevice(id);
        }
        return message.build();
    }
}
