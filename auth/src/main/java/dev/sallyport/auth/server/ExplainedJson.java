package dev.sallyport.auth.server;

import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Says what is wrong with JSON that cannot be read. */
record ExplainedJson(GrpcJsonMarshaller json) implements GrpcJsonMarshaller {

    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
        json.serializeMessage(marshaller, message, out);
    }

    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) {
        try {
            return json.deserializeMessage(marshaller, in);
        } catch (IOException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("the request's JSON cannot be read: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
