package dev.sallyport.auth.s3;

import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.auth.export.ExportTls;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.SecretFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The client of a bucket. It tries once: trying again is for {@link S3Calls}. */
final class S3Connection {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    private S3Connection() {}

    static S3Client to(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                // Of what only AWS knows: a checksum that is sent after the body. We send ours before it.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(http(settings))
                .overrideConfiguration(own -> own.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(ATTEMPT));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static SdkHttpClient http(S3Settings settings) {
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE);
        settings.ca().ifPresent(ca -> builder.tlsTrustManagersProvider(() -> trusting(settings)));
        return builder.build();
    }

    private static TrustManager[] trusting(S3Settings settings) {
        try {
            return new ExportTls(new TlsFiles(settings.ca(), Optional.empty(), Optional.empty())).trustManagers();
        } catch (IOException e) {
            throw Failure.of(FailureCode.INVALID, "auth.storage.ca: " + e.getMessage(), e);
        }
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.key()
                .<AwsCredentialsProvider>map(key -> () -> AwsBasicCredentials.create(key.id(), secret(key)))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static String secret(S3Settings.AccessKey key) {
        try {
            return SecretFile.read(key.secretFile());
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "S3: cannot read the secret: " + e.getMessage(), e);
        }
    }
}
