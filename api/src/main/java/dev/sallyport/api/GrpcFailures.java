package dev.sallyport.api;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.x509.PeerRefused;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Failure} to {@link Status} and back: the one place where failures cross gRPC. The text crosses unchanged. */
public final class GrpcFailures {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcFailures.class);

    /** Deepest cause that is looked at. */
    private static final int MAX_CAUSES = 16;

    /**
     * What the transport says when its connection ends in mid-call. It drops the reason; with TLS 1.3 a refused client
     * certificate shows only here, after the client's side of the handshake was done (RFC 8446 4.4.2.4, 6.2).
     */
    private static final String CUT = "End of stream or IOException";

    private GrpcFailures() {}

    /**
     * What a server answers. A {@link Failure} keeps its code and text, a status that is one already stays. Anything else
     * becomes INTERNAL without its message, which goes to the log.
     */
    public static StatusRuntimeException toStatus(Throwable thrown) {
        return switch (thrown) {
            case Failure failure -> {
                if (failure.code() == FailureCode.INTERNAL) {
                    LOG.error("event=call_failed", failure);
                }
                yield statusOf(failure.code()).withDescription(failure.text()).asRuntimeException();
            }
            case StatusRuntimeException status -> status;
            case StatusException status -> status.getStatus().asRuntimeException();
            default -> {
                LOG.error("event=call_failed", thrown);
                yield Status.INTERNAL
                        .withDescription("something went wrong in the server: its log has more")
                        .asRuntimeException();
            }
        };
    }

    /** Makes a call and turns its status into a failure. */
    public static <T> T calling(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw toFailure(e);
        }
    }

    /** What a client throws. Tells apart what a server answered from a connection that failed. */
    public static Failure toFailure(StatusRuntimeException thrown) {
        Status status = thrown.getStatus();
        if (status.getCause() != null) {
            return connectionFailure(status, thrown);
        }
        String text = Objects.requireNonNullElse(status.getDescription(), "the server answered " + status.getCode());
        if (text.equals(CUT)) {
            return Failure.of(
                    FailureCode.UNAVAILABLE,
                    "auth ended the connection: it is stopping, or it refuses this side's certificate (then its log says"
                            + " why): try again, check the clock",
                    thrown);
        }
        return Failure.of(codeOf(status.getCode()), text, thrown);
    }

    private static Failure connectionFailure(Status status, StatusRuntimeException thrown) {
        Throwable cause = Objects.requireNonNull(status.getCause());
        Optional<PeerRefused> refused = find(cause, PeerRefused.class);
        if (refused.isPresent()) {
            return Failure.of(
                    FailureCode.INVALID, Objects.requireNonNull(refused.get().getMessage()), thrown);
        }
        Optional<SSLException> alert = find(cause, SSLException.class).filter(GrpcFailures::isAlert);
        if (alert.isPresent()) {
            return Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the server refused this side's certificate (" + alert.get().getMessage()
                            + "): log in or join again, and check the clock",
                    thrown);
        }
        if (status.getCode() == Status.Code.CANCELLED) {
            return Failure.of(FailureCode.UNAVAILABLE, "the call was cancelled", thrown);
        }
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "auth cannot be reached through the proxy (" + deepest(cause)
                        + "): check the address, the network and whether it runs",
                thrown);
    }

    private static boolean isAlert(SSLException thrown) {
        return Objects.requireNonNullElse(thrown.getMessage(), "").contains("Received fatal alert");
    }

    private static String deepest(Throwable thrown) {
        Throwable last = causes(thrown).reduce((_, later) -> later).orElse(thrown);
        return Objects.requireNonNullElse(last.getMessage(), last.getClass().getSimpleName());
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }

    private static Status statusOf(FailureCode code) {
        return switch (code) {
            case INVALID -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case DENIED -> Status.PERMISSION_DENIED;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.ABORTED;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    private static FailureCode codeOf(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> FailureCode.INVALID;
            case UNAUTHENTICATED -> FailureCode.UNAUTHENTICATED;
            case PERMISSION_DENIED -> FailureCode.DENIED;
            case NOT_FOUND -> FailureCode.NOT_FOUND;
            case ALREADY_EXISTS, ABORTED, FAILED_PRECONDITION -> FailureCode.CONFLICT;
            case RESOURCE_EXHAUSTED -> FailureCode.EXHAUSTED;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> FailureCode.UNAVAILABLE;
            case INTERNAL, UNKNOWN, UNIMPLEMENTED, DATA_LOSS, OK -> FailureCode.INTERNAL;
        };
    }
}
