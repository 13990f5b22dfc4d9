package dev.sallyport.auth.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.api.v1.RemoveNodeRequest;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RemoveTokenRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.CountingStore.Death;
import dev.sallyport.auth.Refusal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.process.ChildJvm;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Auth is killed between the decision of a call and the writing of its event: what is changed then is told, and what is told is changed. */
class KilledBetweenTest extends ClusterTest {

    private static final int KILLS = 2;

    /** Each changes something that access rests on. */
    private Map<String, Runnable> calls() {
        Channel admin = cluster.admin();
        var users = UserServiceGrpc.newBlockingStub(admin);
        var roles = RoleServiceGrpc.newBlockingStub(admin);
        var locks = LockServiceGrpc.newBlockingStub(admin);
        var tokens = TokenServiceGrpc.newBlockingStub(admin);
        var nodes = NodeServiceGrpc.newBlockingStub(admin);
        for (String name : List.of("anna", "bert")) {
            var _ = cluster.person(name, "access");
        }
        var _ = roles.putRole(role("spare"));
        String lock = locks.addLock(lock("anna")).getId();
        String token = tokens.addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_NODE)
                        .build())
                .getInfo()
                .getId();
        var node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        var told = NodeServiceGrpc.newBlockingStub(cluster.channel(node));
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put(
                "add user",
                () -> users.addUser(AddUserRequest.newBuilder()
                        .setName("carl")
                        .addRoles("access")
                        .build()));
        calls.put(
                "reset user",
                () -> users.resetUser(
                        ResetUserRequest.newBuilder().setName("bert").build()));
        calls.put(
                "remove user",
                () -> users.removeUser(
                        RemoveUserRequest.newBuilder().setName("bert").build()));
        calls.put("put role", () -> roles.putRole(role("fresh")));
        calls.put(
                "remove role",
                () -> roles.removeRole(
                        RemoveRoleRequest.newBuilder().setName("spare").build()));
        calls.put("add lock", () -> locks.addLock(lock("carl")));
        calls.put(
                "remove lock",
                () -> locks.removeLock(
                        RemoveLockRequest.newBuilder().setId(lock).build()));
        calls.put(
                "add token",
                () -> tokens.addToken(AddTokenRequest.newBuilder()
                        .setType(MachineType.MACHINE_TYPE_PROXY)
                        .build()));
        calls.put(
                "remove token",
                () -> tokens.removeToken(
                        RemoveTokenRequest.newBuilder().setId(token).build()));
        calls.put(
                "report of a node",
                () -> told.reportNode(
                        ReportNodeRequest.newBuilder().putLabels("env", "prod").build()));
        calls.put(
                "remove node",
                () -> nodes.removeNode(
                        RemoveNodeRequest.newBuilder().setId(node.id()).build()));
        return calls;
    }

    @Test
    void whateverIsCalledAChangeAndItsEventAreThereTogetherOrNeither() {
        store.reset();
        calls().forEach((name, call) -> {
            // Given
            Map<String, Long> before = access();
            long events = events();

            // When
            Refusal early = killed(Death.BEFORE_COMMIT, call);
            Map<String, Long> untouched = access();
            long unsaid = events();
            Refusal late = killed(Death.AFTER_COMMIT, call);

            // Then
            assertThat(List.of(early.code(), late.code())).as(name).containsOnly(Status.Code.UNAVAILABLE);
            assertThat(untouched).as(name).isEqualTo(before);
            assertThat(unsaid).as(name).isEqualTo(events);
            assertThat(access()).as(name).isNotEqualTo(before);
            assertThat(events()).as(name).isGreaterThan(events);
        });
        assertThat(untold()).isEmpty();
    }

    @Test
    void aChangeWithoutAnEventIsRefusedWhereverItIsPlanned() {
        // Given
        Store plain = new MemoryStore(clock);
        Ledger ledger = new Ledger(plain, new EventIds(clock, new SecureRandom()), clock);
        Plan<String> silent = new Plan<>(
                List.of(new Store.Write.Create(Keyspace.ROLES + "silent", new byte[1], 0)), List.of(), "done");

        // When
        Failure refused = Assertions.catchThrowableOfType(Failure.class, () -> ledger.write(() -> silent));

        // Then
        assertThat(refused.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(plain.get(Keyspace.ROLES + "silent")).isEmpty();
    }

    @Test
    void whereTheProcessIsKilledEveryRoleHasItsEventAndEveryEventItsRole() throws Exception {
        Path own = Files.createDirectory(folder.resolve("killed"));
        Path file = own.resolve("store.db");
        for (int round = 0; round < KILLS; round++) {
            // When
            List<String> acknowledged;
            try (ChildJvm auth = ChildJvm.start(RoleWriterChild.class, file.toString(), own.toString(), "r" + round)) {
                acknowledged = new ArrayList<>(auth.lines(20 + 13 * round));
                acknowledged.addAll(auth.killAndDrain());
                acknowledged.removeIf(line -> !line.startsWith("r"));
            }

            // Then
            try (Store left = SqliteStore.open(file, clock)) {
                TreeSet<String> roles = new TreeSet<>();
                left.range(Keyspace.ROLES, "", Store.MAX_RANGE)
                        .forEach(entry -> roles.add(entry.key().substring(Keyspace.ROLES.length())));
                roles.removeIf(name -> !name.startsWith("r"));
                roles.removeAll(List.of("requester", "reviewer"));
                TreeSet<String> told = new TreeSet<>();
                left.range(Keyspace.EVENTS, "", Store.MAX_RANGE).stream()
                        .map(EventRecords::read)
                        .filter(event -> event.type().equals("role.create"))
                        .forEach(event -> told.add(event.fields().get("name")));
                assertThat(roles).containsAll(acknowledged).isEqualTo(told);
            }
        }
    }

    private Refusal killed(Death when, Runnable call) {
        store.dieAtNextCommit(when);
        try {
            return Refusal.of(call::run);
        } finally {
            store.revive();
        }
    }

    private Map<String, Long> access() {
        Map<String, Long> found = new HashMap<>();
        store.range("", "", Store.MAX_RANGE).stream()
                .filter(entry -> Keyspace.isAccess(entry.key()))
                .forEach(entry -> found.put(entry.key(), entry.revision()));
        return found;
    }

    private long events() {
        return store.range(Keyspace.EVENTS, "", Store.MAX_RANGE).size();
    }

    /** Commits of the whole test which changed access and told nothing. */
    private List<List<String>> untold() {
        return store.written().stream()
                .filter(commit -> commit.stream().noneMatch(Store.Write.Append.class::isInstance))
                .map(commit -> commit.stream()
                        .map(Store.Write::key)
                        .filter(Keyspace::isAccess)
                        .toList())
                .filter(keys -> !keys.isEmpty())
                .toList();
    }

    static PutRoleRequest role(String name) {
        return PutRoleRequest.newBuilder()
                .setRole(Role.newBuilder()
                        .setMetadata(Metadata.newBuilder().setName(name))
                        .setSpec(RoleSpec.getDefaultInstance()))
                .build();
    }

    private static AddLockRequest lock(String user) {
        return AddLockRequest.newBuilder()
                .setTarget(LockTarget.newBuilder().setUser(user))
                .build();
    }
}
