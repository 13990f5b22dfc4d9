package dev.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcFailuresTest {

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void everyFailureCrossesWithItsText(FailureCode code) {
        // Given
        Failure failure = Failure.of(code, "what happened; what to do");

        // When
        Failure arrived = GrpcFailures.toFailure(GrpcFailures.toStatus(failure));

        // Then
        assertThat(arrived.code()).isEqualTo(code);
        assertThat(arrived.text()).isEqualTo("what happened; what to do");
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void everyStatusIsSomeFailure(Status.Code code) {
        // Given
        StatusRuntimeException status = code.toStatus().asRuntimeException();

        // When
        Failure failure = GrpcFailures.toFailure(status);

        // Then
        assertThat(failure.text()).isNotEmpty();
    }

    @Test
    void whatWasNotExpectedDoesNotShowItsInsides() {
        // Given
        IllegalStateException unexpected = new IllegalStateException("password=hunter2");

        // When
        Status status = GrpcFailures.toStatus(unexpected).getStatus();

        // Then
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).doesNotContain("hunter2").contains("its log has more");
        assertThat(status.getCause()).isNull();
    }

    @Test
    void aDeadConnectionIsUnavailableAndSaysWhy() {
        // Given
        StatusRuntimeException status = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new java.io.IOException("outer", new ConnectException("Connection refused")))
                .asRuntimeException();

        // When
        Failure failure = GrpcFailures.toFailure(status);

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(failure.text()).contains("Connection refused").contains("check the address");
    }

    @Test
    void anAlertIsAboutOurCertificate() {
        // Given
        StatusRuntimeException status = Status.UNAVAILABLE
                .withCause(new SSLHandshakeException("(bad_certificate) Received fatal alert: bad_certificate"))
                .asRuntimeException();

        // When
        Failure failure = GrpcFailures.toFailure(status);

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHENTICATED);
        assertThat(failure.text()).contains("refused this side's certificate");
    }

    @Test
    void callingTranslates() {
        // Given
        StatusRuntimeException status =
                Status.PERMISSION_DENIED.withDescription("role dev: no").asRuntimeException();

        // When it is thrown in a call

        // Then
        assertThatThrownBy(() -> GrpcFailures.calling(() -> {
                    throw status;
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("role dev: no");
    }
}
