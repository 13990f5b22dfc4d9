package dev.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.model.Failure;
import dev.sallyport.store.Store.Write;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Runs in a process of its own: {@code open FILE} says how that went; {@code write FILE} and {@code write-postgres PORT} write pairs until it is killed, and prints each that was acknowledged. */
final class StoreChild {

    private static final int THREADS = 4;

    private StoreChild() {}

    public static void main(String[] arguments) {
        try (Store store = open(arguments[0], arguments[1])) {
            if (arguments[0].startsWith("write")) {
                write(store);
            }
            System.out.println("opened");
        } catch (Failure failure) {
            System.out.println(failure.code() + " " + failure.text());
        }
    }

    private static Store open(String what, String where) {
        return what.equals("write-postgres")
                ? OnePostgres.open(PostgresKilledTest.settings(Integer.parseInt(where)), InstantSource.system())
                : SqliteStore.open(Path.of(where), InstantSource.system());
    }

    private static void write(Store store) {
        for (int i = 1; i < THREADS; i++) {
            String name = "t" + i;
            Thread.ofPlatform().daemon().start(() -> writePairs(store, name));
        }
        writePairs(store, "t0");
    }

    private static void writePairs(Store store, String thread) {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            String name = thread + "-" + i + "-" + System.nanoTime();
            byte[] value = name.repeat(20).getBytes(UTF_8);
            store.commit(List.of(new Write.Create("a/" + name, value, 0), new Write.Create("b/" + name, value, 0)));
            System.out.println(name);
        }
    }
}
