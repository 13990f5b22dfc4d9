package dev.sallyport.server.wiring;

import dev.sallyport.auth.s3.S3Settings;
import dev.sallyport.server.config.DaemonConfig;

/** The bucket that the configuration names. */
final class Buckets {

    private Buckets() {}

    static S3Settings of(DaemonConfig.Bucket bucket) {
        return new S3Settings(
                bucket.name(),
                bucket.prefix(),
                bucket.region(),
                bucket.endpoint(),
                bucket.pathStyle(),
                bucket.accessKeyId()
                        .map(id -> new S3Settings.AccessKey(
                                id, bucket.secretKeyFile().orElseThrow())),
                bucket.ca());
    }
}
