package dev.sallyport.auth.s3;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket, and how to get there.
 *
 * @param prefix of all names; "" or ends with a slash
 * @param endpoint of something that is not AWS; empty for AWS itself
 * @param pathStyle the bucket's name in the path, not in the host's name
 * @param key empty for where the SDK looks: environment, profile, the machine's role
 * @param ca PEM of whom to believe; empty for the JDK's CAs
 */
public record S3Settings(
        String bucket,
        String prefix,
        String region,
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<AccessKey> key,
        Optional<Path> ca) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("(?=.{0,200}$)([0-9A-Za-z_-][0-9A-Za-z._-]*/)*");

    /** @param secretFile holds the secret and nothing else; read for each call, so that a new one counts at once */
    public record AccessKey(String id, Path secretFile) {}

    public S3Settings {
        require(BUCKET.matcher(bucket).matches(), "bucket '" + bucket + "': expected a name of S3, such as acme-audit");
        require(
                PREFIX.matcher(prefix).matches(),
                "prefix '" + prefix + "': expected folders, each with a slash at its end, such as prod/sallyport/");
        require(!region.isBlank(), "region: expected one, such as eu-central-1");
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw Failure.of(FailureCode.INVALID, "auth.storage: " + otherwise);
        }
    }
}
