package dev.sallyport.auth.locks;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.CertificateRecord;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The serial numbers of people's SSH certificates that have not ended: hosts outside of Sallyport know a certificate by
 * nothing else. Kept until their end, at most 30 hours.
 */
public final class CertificateBook {

    private static final int READ_AT_ONCE = 1000;

    private final Store store;
    private final Records<CertificateRecord> records;
    private final InstantSource clock;

    public CertificateBook(Store store, InstantSource clock) {
        this.store = store;
        this.records = Records.open(store, Keyspace.CERTIFICATES, CertificateRecord.parser());
        this.clock = clock;
    }

    /** The write that notes a certificate. */
    public Store.Write noted(Identity identity, long serial, Instant notBefore, Instant notAfter) {
        CertificateRecord record = CertificateRecord.newBuilder()
                .setUser(identity.user())
                .setSerial(serial)
                .setNotBeforeSeconds(notBefore.getEpochSecond())
                .setNotAfterSeconds(notAfter.getEpochSecond())
                .addAllRoles(identity.allRoles())
                .addAllRequests(
                        identity.extras().stream().map(Identity.Extra::request).toList())
                .addAllDevices(identity.devices())
                .build();
        return records.put("%012d-%016x".formatted(notAfter.getEpochSecond(), serial), record);
    }

    /** Serial numbers of those that one of these locks hits, whatever their holder does. */
    public List<Long> hitBy(List<Lock> locks) {
        Instant now = clock.instant();
        List<Long> hit = new ArrayList<>();
        String after = "%012d".formatted(now.getEpochSecond());
        List<Records.Versioned<CertificateRecord>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            for (Records.Versioned<CertificateRecord> found : page) {
                CertificateRecord record = found.value();
                Instant notBefore = Instant.ofEpochSecond(record.getNotBeforeSeconds());
                if (new Circumstances(now, notBefore, locks)
                        .lockOn(identity(record))
                        .isPresent()) {
                    hit.add(record.getSerial());
                }
            }
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
        return hit;
    }

    /** Forgets those that ended. */
    public void sweep() {
        String now = "%012d".formatted(clock.instant().getEpochSecond());
        List<Store.Write> ended;
        do {
            ended = records.after("", READ_AT_ONCE).stream()
                    .filter(found -> found.name().compareTo(now) < 0)
                    .map(found -> records.delete(found.name()))
                    .toList();
            if (!ended.isEmpty()) {
                store.commit(ended);
            }
        } while (ended.size() == READ_AT_ONCE);
    }

    private static Identity identity(CertificateRecord record) {
        return new Identity(
                record.getUser(),
                Identity.Kind.USER,
                record.getRolesList(),
                Map.of(),
                record.getRequestsList().stream()
                        .map(request -> new Identity.Extra(request, List.of(), List.of()))
                        .toList(),
                record.getDevicesList());
    }
}
