package dev.sallyport.auth.s3;

import dev.sallyport.testing.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The bucket of the tests. */
public final class Buckets {

    private Buckets() {}

    public static S3Settings settings(Path folder, URI endpoint, String prefix) throws IOException {
        return settings(folder, endpoint, prefix, S3Server.BUCKET, S3Server.SECRET);
    }

    public static S3Settings wrongSecret(Path folder, URI endpoint) throws IOException {
        return settings(folder, endpoint, "", S3Server.BUCKET, "not-the-secret");
    }

    /** Reached by TLS: whom to believe. */
    static S3Settings believing(Path folder, URI endpoint, Optional<Path> ca) throws IOException {
        S3Settings own = settings(folder, endpoint, "tls/");
        return new S3Settings(own.bucket(), own.prefix(), own.region(), own.endpoint(), own.pathStyle(), own.key(), ca);
    }

    private static S3Settings settings(Path folder, URI endpoint, String prefix, String bucket, String secret)
            throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "secret", ""), secret + "\n");
        return new S3Settings(
                bucket,
                prefix,
                S3Server.REGION,
                Optional.of(endpoint),
                true,
                Optional.of(new S3Settings.AccessKey(S3Server.KEY_ID, file)),
                Optional.empty());
    }

    /** One that does not wait, and tells how long it would have. */
    public static S3Blobs hasty(S3Settings settings) {
        return hasty(settings, new ArrayList<>());
    }

    static S3Blobs hasty(S3Settings settings, List<Duration> pauses) {
        return new S3Blobs(settings, S3Connection.to(settings), pauses::add, new Random(1));
    }
}
