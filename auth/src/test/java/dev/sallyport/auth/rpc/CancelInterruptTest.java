package dev.sallyport.auth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Trust;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancelInterruptTest {

    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** A method that would wait for ever. */
    private final class Patient extends LoginServiceGrpc.LoginServiceImplBase {
        @Override
        public void getTrust(GetTrustRequest request, StreamObserver<Trust> observer) {
            Answer.to(observer, () -> {
                working.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return Trust.getDefaultInstance();
            });
        }
    }

    @Test
    void aCallWhoseClientIsGoneIsInterrupted() throws Exception {
        // Given
        Server server = Server.builder()
                .http(0)
                .service(GrpcService.builder()
                        .addService(new Patient())
                        .useBlockingTaskExecutor(true)
                        .build())
                .build();
        server.start().join();
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", server.activeLocalPort())
                .usePlaintext()
                .build();
        try {
            var call = LoginServiceGrpc.newFutureStub(channel).getTrust(GetTrustRequest.getDefaultInstance());
            boolean begun = working.await(10, TimeUnit.SECONDS);

            // When
            boolean cancelled = call.cancel(true);

            // Then
            assertThat(begun).isTrue();
            assertThat(cancelled).isTrue();
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            var _ = channel.shutdownNow();
            var _ = server.stop();
        }
    }
}
