package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.BrowserExchange;
import dev.sallyport.api.v1.BrowserServiceGrpc;
import dev.sallyport.auth.factors.BrowserDesk;
import io.grpc.stub.StreamObserver;

/** What a browser's page shows and answers, by way of a proxy. */
public final class BrowserMethods extends BrowserServiceGrpc.BrowserServiceImplBase {

    private final BrowserDesk desk;

    public BrowserMethods(BrowserDesk desk) {
        this.desk = desk;
    }

    @Override
    public void exchange(BrowserExchange request, StreamObserver<BrowserExchange> observer) {
        Answer.to(
                observer,
                () -> BrowserExchange.newBuilder()
                        .setJson(ByteString.copyFrom(desk.exchange(
                                request.getCode(), request.getJson().toByteArray())))
                        .build());
    }
}
