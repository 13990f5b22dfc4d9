package dev.sallyport.auth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.Trust;
import io.grpc.Context;
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

    /** Whatever comes, nobody is there. */
    private static final class Deaf implements StreamObserver<Trust> {
        @Override
        public void onNext(Trust trust) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
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
            Context.CancellableContext client = Context.current().withCancellation();
            client.run(
                    () -> LoginServiceGrpc.newStub(channel).getTrust(GetTrustRequest.getDefaultInstance(), new Deaf()));
            boolean begun = working.await(10, TimeUnit.SECONDS);

            // When
            boolean cancelled = client.cancel(null);

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
