package dev.sallyport.auth.s3;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.GeneralSecurityException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an answer of S3 means, for a person: what happened, and what to do next. */
final class S3Troubles {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int MOVED = 301;
    private static final int CONFLICT = 409;
    private static final int FAILED_CONDITION = 412;
    private static final int RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVER = 500;

    private final S3Settings settings;

    S3Troubles(S3Settings settings) {
        this.settings = settings;
    }

    /** Whether nothing has the name. A missing bucket is something else. */
    static boolean isMissing(SdkException e) {
        return e instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND && !code(s3).equals("NoSuchBucket");
    }

    /** Whether something has the name already. */
    static boolean isThere(SdkException e) {
        return e instanceof S3Exception s3 && s3.statusCode() == FAILED_CONDITION;
    }

    /** Whether it ends before the range. */
    static boolean isBeyondEnd(SdkException e) {
        return e instanceof S3Exception s3 && s3.statusCode() == RANGE;
    }

    /** Whether this server has no conditional puts. */
    static boolean isUnconditional(SdkException e) {
        return e instanceof S3Exception s3 && s3.statusCode() == NOT_IMPLEMENTED;
    }

    /** Whether another try may go well. */
    static boolean isPassing(SdkException e) {
        if (e instanceof S3Exception s3) {
            return (s3.statusCode() >= SERVER && s3.statusCode() != NOT_IMPLEMENTED)
                    || s3.statusCode() == TOO_MANY
                    || s3.statusCode() == CONFLICT
                    || s3.isClockSkewException()
                    || code(s3).equals("RequestTimeout");
        }
        return !noCredentials(e);
    }

    /** For a person. */
    Failure failure(String what, SdkException e) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "S3, bucket " + settings.bucket() + ": cannot " + what + ": "
                        + (e instanceof S3Exception s3 ? answered(s3) : unanswered(e)),
                e);
    }

    private String answered(S3Exception e) {
        return switch (code(e)) {
            case "NoSuchBucket" -> "there is no such bucket. Next: make it, or correct auth.storage.bucket";
            case "AccessDenied", "AllAccessDisabled" ->
                "access is denied. Next: give this key s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket there";
            case "InvalidAccessKeyId" ->
                "this access key is not known there. Next: correct access_key_id, or take it out to use the machine's role";
            case "SignatureDoesNotMatch" ->
                "the signature is wrong. Next: see whether secret_key_file holds the secret of this access key";
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
                "the temporary credentials are not good any more. Next: see where they come from";
            case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture" ->
                "the clocks of this machine and of S3 are too far apart. Next: set this machine's clock (timedatectl)";
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraint" -> elsewhere(e);
            case "SlowDown", "ServiceUnavailable", "InternalError" ->
                "it answers " + e.statusCode() + " " + code(e) + ". Next: nothing, it is tried again";
            default -> other(e);
        };
    }

    private String other(S3Exception e) {
        if (e.statusCode() == MOVED) {
            return elsewhere(e);
        }
        if (e.statusCode() == FORBIDDEN) {
            return "access is denied (" + code(e) + "). Next: see what this key may do there";
        }
        return "it answers " + e.statusCode() + " " + code(e);
    }

    private String elsewhere(S3Exception e) {
        String region = Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                .orElse("another one");
        return "the bucket is not in region " + settings.region() + " but in " + region
                + ". Next: correct auth.storage.region";
    }

    private String unanswered(SdkException e) {
        if (noCredentials(e)) {
            return "there are no credentials. Next: set access_key_id and secret_key_file, or give this machine a role";
        }
        String where = settings.endpoint().map(Object::toString).orElse("S3 of region " + settings.region());
        Throwable cause = innermost(e);
        String said = cause.getMessage();
        return cause instanceof GeneralSecurityException
                ? where + " shows a certificate that is not believed (" + said
                        + "). Next: name the CA of it in auth.storage.ca"
                : where + " gave no answer (" + said + "). Next: see whether it can be reached from here";
    }

    private static Throwable innermost(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : innermost(cause);
    }

    private static boolean noCredentials(SdkException e) {
        return e instanceof SdkClientException
                && String.valueOf(e.getMessage()).startsWith("Unable to load credentials");
    }

    private static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }
}
