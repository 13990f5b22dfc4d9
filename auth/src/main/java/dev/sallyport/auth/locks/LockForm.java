package dev.sallyport.auth.locks;

import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.LockRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Lock.Target;
import java.time.Instant;
import java.util.Optional;

/** Locks as records, and what they may say. */
final class LockForm {

    private LockForm() {}

    /** @throws Failure INVALID for a target that cannot be, or that nobody asks for */
    static void check(Target target) {
        switch (target) {
            case Target.User(String name) -> Names.user(name);
            case Target.Login(String login) -> Names.login(login);
            case Target.Node(String node) -> Names.machine(node);
            case Target.Role(String name) -> Names.role(name);
            case Target.Agent(String id) -> Names.id(id, "machine id");
            case Target.Token(String id, String _) -> Names.token(id);
            case Target.Session(String id) -> Names.id(id, "session id");
            case Target.Request(String id) -> Names.id(id, "request id");
            case Target.MfaDevice(String id) -> Names.device(id);
            case Target.Certificates _ ->
                throw Failure.of(
                        FailureCode.INVALID,
                        "certificates are revoked by 'sally users reset' or 'sally users rm', not by a lock");
        }
    }

    /** What it hits, in a word or two, for events. */
    static String text(Target target) {
        return switch (target) {
            case Target.User(String name) -> "user " + name;
            case Target.Login(String login) -> "login " + login;
            case Target.Node(String node) -> "node " + node;
            case Target.Certificates(String user, Instant before) -> "certificates of " + user + " before " + before;
            case Target.Role(String name) -> "role " + name;
            case Target.Agent(String id) -> "agent " + id;
            case Target.Token(String id, String machine) ->
                "token " + id + (machine.isEmpty() ? "" : ", agent " + machine);
            case Target.Session(String id) -> "session " + id;
            case Target.Request(String id) -> "request " + id;
            case Target.MfaDevice(String id) -> "mfa device " + id;
        };
    }

    static LockRecord record(Lock lock, String by) {
        LockRecord.Builder record = LockRecord.newBuilder()
                .setId(lock.id())
                .setCreatedMillis(lock.created().toEpochMilli())
                .setUntilMillis(lock.until().map(Instant::toEpochMilli).orElse(0L))
                .setMessage(lock.message())
                .setCreatedBy(by);
        switch (lock.target()) {
            case Target.User(String name) -> record.setUser(name);
            case Target.Login(String login) -> record.setLogin(login);
            case Target.Node(String node) -> record.setNode(node);
            case Target.Certificates(String user, Instant before) ->
                record.setCertificatesOf(user).setValidFromBeforeSeconds(before.getEpochSecond());
            case Target.Role(String name) -> record.setRole(name);
            case Target.Agent(String id) -> record.setAgent(id);
            case Target.Token(String id, String machine) -> record.setToken(id).setMachine(machine);
            case Target.Session(String id) -> record.setSession(id);
            case Target.Request(String id) -> record.setRequest(id);
            case Target.MfaDevice(String id) -> record.setMfaDevice(id);
        }
        return record.build();
    }

    static Lock lock(LockRecord record) {
        Optional<Instant> until = record.getUntilMillis() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(record.getUntilMillis()));
        return new Lock(
                record.getId(),
                target(record),
                Instant.ofEpochMilli(record.getCreatedMillis()),
                until,
                record.getMessage());
    }

    private static Target target(LockRecord record) {
        return switch (record.getTargetCase()) {
            case USER -> new Target.User(record.getUser());
            case LOGIN -> new Target.Login(record.getLogin());
            case NODE -> new Target.Node(record.getNode());
            case CERTIFICATES_OF ->
                new Target.Certificates(
                        record.getCertificatesOf(), Instant.ofEpochSecond(record.getValidFromBeforeSeconds()));
            case ROLE -> new Target.Role(record.getRole());
            case AGENT -> new Target.Agent(record.getAgent());
            case TOKEN -> new Target.Token(record.getToken(), record.getMachine());
            case SESSION -> new Target.Session(record.getSession());
            case REQUEST -> new Target.Request(record.getRequest());
            case MFA_DEVICE -> new Target.MfaDevice(record.getMfaDevice());
            case TARGET_NOT_SET ->
                throw Failure.of(
                        FailureCode.INTERNAL,
                        "the stored lock " + record.getId() + " hits nothing that this version knows: a newer version"
                                + " of auth wrote it, so use that");
        };
    }
}
