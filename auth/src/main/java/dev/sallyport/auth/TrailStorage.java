package dev.sallyport.auth;

import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.s3.S3Blobs;
import dev.sallyport.auth.s3.S3Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where recordings are kept, and where the log is carried to.
 *
 * @param bucket has both; empty where all of it stays on this machine
 * @param place the bucket's name for a person
 */
public record TrailStorage(RecordingStore recordings, Optional<S3Blobs> bucket, String place) implements AutoCloseable {

    /** Recordings in a folder, the log where it grows. */
    public static TrailStorage onDisk(Path recordings) {
        return of(new RecordingStore(recordings));
    }

    /** With these recordings, and the log where it grows. */
    public static TrailStorage of(RecordingStore recordings) {
        return new TrailStorage(recordings, Optional.empty(), "");
    }

    /** @param folder for what is made from the bucket's things, and can be made again */
    public static TrailStorage inS3(S3Settings settings, Path folder) {
        S3Blobs bucket = S3Blobs.open(settings);
        return new TrailStorage(
                RecordingStore.in(bucket, folder),
                Optional.of(bucket),
                "s3://" + settings.bucket() + "/" + settings.prefix());
    }

    @Override
    public void close() {
        bucket.ifPresent(S3Blobs::close);
    }
}
