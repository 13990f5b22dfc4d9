package dev.sallyport.auth;

import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running cluster for each test. */
public abstract class ClusterTest {

    protected final ManualClock clock = ManualClock.atNoon();
    protected final CountingStore store = new CountingStore(new MemoryStore(clock));
    protected TestCluster cluster;

    @TempDir
    protected Path folder;

    @BeforeEach
    void startCluster() {
        cluster = TestCluster.start(folder, store, clock);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
        store.close();
    }
}
