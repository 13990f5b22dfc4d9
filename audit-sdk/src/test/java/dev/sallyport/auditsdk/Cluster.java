package dev.sallyport.auditsdk;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddEmitterReply;
import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Page;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.AuthRole;
import dev.sallyport.auth.AuthSettings;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import io.grpc.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A cluster's auth in this process, on SQLite, and its administrator. */
final class Cluster implements AutoCloseable {

    private final Store store;
    private final AuthRole auth;
    private final ApiChannel admin;
    private final AddEmitterReply emitter;

    /** With the emitter {@code shop}, which may write {@code order.*}. */
    Cluster(Path folder) {
        InstantSource clock = InstantSource.system();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        AuthSettings settings =
                new AuthSettings("test.example.com", any, folder, "proxy.example.com:443", "proxy.example.com:3023");
        store = SqliteStore.open(folder.resolve("state.db"), clock);
        auth = AuthRole.start(
                settings, store, new RecordingStore(folder.resolve("recordings")), clock, new SecureRandom());
        PemBundle bundle = PemBundle.read(settings.adminFile()).orElseThrow();
        List<CaPin> pins = bundle.certificates().stream().skip(2).map(CaPin::of).toList();
        admin = ApiChannel.open(
                new ProxyAddress("127.0.0.1", port()),
                PeerVerifier.pinned(pins, clock),
                () -> Optional.of(new TlsIdentity(
                        bundle.key().orElseThrow(), bundle.certificates().subList(0, 2))));
        emitter = EmitterServiceGrpc.newBlockingStub(channel())
                .addEmitter(AddEmitterRequest.newBuilder()
                        .setName("shop")
                        .addTypes("order.*")
                        .setEventsPerSecond(10_000)
                        .build());
    }

    int port() {
        return auth.address().getPort();
    }

    Channel channel() {
        return admin.channel();
    }

    AddEmitterReply emitter() {
        return emitter;
    }

    /** What {@code sally emitters add --out} writes, by way of another port. */
    String destination(int port) {
        return "address=127.0.0.1:" + port + "\nemitter=shop\ntoken=" + emitter.getToken() + "\nca_pins="
                + String.join(" ", emitter.getCaPinsList()) + "\n";
    }

    /** The events of the shop in the log, in its order. */
    List<Event> events() {
        return AuditServiceGrpc.newBlockingStub(channel())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("ext.shop")
                        .setOldestFirst(true)
                        .setPage(Page.newBuilder().setPageSize(200))
                        .build())
                .getEventsList();
    }

    @Override
    public void close() {
        admin.close();
        auth.close();
        store.close();
    }
}
