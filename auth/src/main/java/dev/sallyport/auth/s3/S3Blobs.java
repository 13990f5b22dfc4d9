package dev.sallyport.auth.s3;

import dev.sallyport.audit.blob.BlobName;
import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.Metric;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * In a bucket, an object each, with its SHA-256 as metadata: that is compared on reading, whatever the server and what is before it do. A create is a
 * conditional put ({@code If-None-Match: *}); where the server has none it reads before and after instead.
 */
public final class S3Blobs implements Blobs {

    private final S3Settings settings;
    private final S3Client client;
    private final S3Calls calls;
    private volatile boolean conditional = true;

    S3Blobs(S3Settings settings, S3Client client, Pause pause, RandomGenerator random) {
        this.settings = settings;
        this.client = client;
        this.calls = new S3Calls(new S3Troubles(settings), pause, random);
    }

    /** Asks nothing yet: a bucket that is away keeps nobody from starting. */
    public static S3Blobs open(S3Settings settings) {
        return new S3Blobs(settings, S3Connection.to(settings), Thread::sleep, new SecureRandom());
    }

    @Override
    public void create(String name, byte[] bytes) {
        if (conditional) {
            try {
                put(name, bytes, true);
                return;
            } catch (SdkException e) {
                if (S3Troubles.isThere(e)) {
                    requireSame(name, bytes);
                    return;
                }
                if (!S3Troubles.isUnconditional(e)) {
                    throw unexpected(name, e);
                }
                conditional = false;
            }
        }
        if (read(name).isEmpty()) {
            replace(name, bytes);
        }
        requireSame(name, bytes);
    }

    /** Something has the name. */
    private void requireSame(String name, byte[] bytes) {
        if (!Arrays.equals(fetch(name), bytes)) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "S3, bucket " + settings.bucket() + ": " + name + " is there, with other content");
        }
    }

    @Override
    public byte[] fetch(String name) {
        Optional<byte[]> there = read(name);
        for (int tries = 1; there.isEmpty() && tries < S3Calls.TRIES; tries++) {
            calls.waitBefore(tries, "read " + name);
            there = read(name);
        }
        return there.orElseThrow(
                () -> Failure.of(
                        FailureCode.UNAVAILABLE,
                        "S3, bucket " + settings.bucket() + ": " + name
                                + " is there, and is not to be seen. Next: again in a minute; if it stays so, somebody removed it"));
    }

    @Override
    public void replace(String name, byte[] bytes) {
        try {
            put(name, bytes, false);
        } catch (SdkException e) {
            throw unexpected(name, e);
        }
    }

    private void put(String name, byte[] bytes, boolean onlyNew) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(key(name))
                .contentType("application/octet-stream")
                .metadata(Content.metadata(bytes))
                .checksumSHA256(Content.checksum(bytes));
        if (onlyNew) {
            request.ifNoneMatch("*");
        }
        calls.call("write " + name, () -> client.putObject(request.build(), RequestBody.fromBytes(bytes)));
    }

    @Override
    public Optional<byte[]> read(String name) {
        GetObjectRequest request = get(name).build();
        try {
            return Optional.of(calls.call(
                    "read " + name, () -> Content.whole(client.getObject(request), settings.bucket() + "/" + name)));
        } catch (SdkException e) {
            return missing(name, e);
        }
    }

    @Override
    public Optional<byte[]> read(String name, long from, int most) {
        GetObjectRequest request =
                get(name).range("bytes=" + from + "-" + (from + most - 1)).build();
        try {
            return Optional.of(calls.call(
                    "read " + name, () -> Content.part(client.getObject(request), settings.bucket() + "/" + name)));
        } catch (SdkException e) {
            return S3Troubles.isBeyondEnd(e) ? Optional.of(new byte[0]) : missing(name, e);
        }
    }

    private GetObjectRequest.Builder get(String name) {
        return GetObjectRequest.builder().bucket(settings.bucket()).key(key(name));
    }

    private Optional<byte[]> missing(String name, SdkException e) {
        if (S3Troubles.isMissing(e)) {
            return Optional.empty();
        }
        throw unexpected(name, e);
    }

    @Override
    public List<Stored> list(String folder, String after, int most) {
        String below = settings.prefix() + BlobName.folder(folder);
        String from = after.isEmpty() ? below : settings.prefix() + after;
        try {
            return calls.call(
                    "list " + folder,
                    () -> client
                            .listObjectsV2(request -> request.bucket(settings.bucket())
                                    .prefix(below)
                                    .startAfter(from)
                                    .maxKeys(most))
                            .contents()
                            .stream()
                            .map(found -> new Stored(
                                    found.key().substring(settings.prefix().length()), found.size()))
                            .toList());
        } catch (SdkException e) {
            throw unexpected(folder, e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            calls.call(
                    "remove " + name,
                    () -> client.deleteObject(
                            request -> request.bucket(settings.bucket()).key(key(name))));
        } catch (SdkException e) {
            if (!S3Troubles.isMissing(e)) {
                throw unexpected(name, e);
            }
        }
    }

    /** A put that returned is durable. */
    @Override
    public void sync() {}

    /** What S3 said last, where that was not good; empty where something went well since. */
    public Optional<String> trouble() {
        return calls.trouble();
    }

    public List<Metric> metrics() {
        return List.of(
                Metric.counter(
                        "sallyport_auth_s3_calls_total", "Calls of S3, every try counted.", (double) calls.calls()),
                Metric.counter("sallyport_auth_s3_failed_total", "Calls of S3 that failed.", (double) calls.failed()),
                Metric.gauge(
                        "sallyport_auth_s3_trouble",
                        "1 where the last call of S3 failed, tries and all; else 0.",
                        trouble().isPresent() ? 1 : 0));
    }

    private String key(String name) {
        return settings.prefix() + BlobName.checked(name);
    }

    private Failure unexpected(String name, SdkException e) {
        return new S3Troubles(settings).failure("use " + name, e);
    }

    @Override
    public void close() {
        client.close();
    }
}
