package dev.sallyport.auth.state;

import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.testing.ManualClock;
import java.nio.file.Path;

/** Auth in a process of its own, to be killed: it makes roles by its API, and prints each that it was told is there. */
final class RoleWriterChild {

    private RoleWriterChild() {}

    /** Arguments: the store's file, auth's folder, what names begin with. */
    public static void main(String[] arguments) {
        ManualClock clock = ManualClock.atNoon();
        TestCluster cluster =
                TestCluster.start(Path.of(arguments[1]), SqliteStore.open(Path.of(arguments[0]), clock), clock);
        for (int thread = 1; thread < 4; thread++) {
            String name = arguments[2] + "-" + thread + "-";
            Thread.ofPlatform().daemon().start(() -> write(cluster, name));
        }
        write(cluster, arguments[2] + "-0-");
    }

    private static void write(TestCluster cluster, String name) {
        var roles = RoleServiceGrpc.newBlockingStub(cluster.admin());
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            var _ = roles.putRole(KilledBetweenTest.role(name + i));
            System.out.println(name + i);
        }
    }
}
