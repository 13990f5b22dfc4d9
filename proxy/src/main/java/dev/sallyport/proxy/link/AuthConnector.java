package dev.sallyport.proxy.link;

import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import io.grpc.stub.StreamObserver;

/** Opens the stream to auth. */
@FunctionalInterface
public interface AuthConnector {

    /** Opens; orders, errors and the end go to the observer, on any thread. */
    StreamObserver<ProxyReport> open(StreamObserver<ProxyOrder> orders);
}
