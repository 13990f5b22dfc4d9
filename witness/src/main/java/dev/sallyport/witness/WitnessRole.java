package dev.sallyport.witness;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.Witness;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A witness, running. */
public final class WitnessRole implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessRole.class);
    private static final int BACKLOG = 64;

    private final NoteKey key;
    private final HttpServer server;
    private final ExecutorService threads;

    private WitnessRole(NoteKey key, HttpServer server, ExecutorService threads) {
        this.key = key;
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts; the first time it makes its key.
     *
     * @throws Failure UNAVAILABLE where address or folder cannot be had, INVALID for a key file that is damaged
     */
    public static WitnessRole start(WitnessSettings settings, InstantSource clock, SecureRandom random) {
        NoteSigner signer =
                WitnessKeyFile.open(settings.name(), settings.dataDir().resolve("key"), random);
        SeenCheckpoints seen = new SeenCheckpoints(settings.dataDir().resolve("seen"));
        Witness witness = new Witness(signer, settings.logs(), seen, clock);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpServer server = listen(settings.listen());
        server.setExecutor(threads);
        server.createContext(AddCheckpoint.PATH, new AddCheckpoint(witness));
        server.start();
        LOG.info("event=witness_started key={} logs={}", signer.key(), settings.logs());
        return new WitnessRole(signer.key(), server, threads);
    }

    private static HttpServer listen(InetSocketAddress address) {
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE, "cannot listen on " + address + " (witness): " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Whose signatures are its own. */
    public NoteKey key() {
        return key;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
