package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AddEmitterReply;
import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.Emitter;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.ListEmittersReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveEmitterReply;
import dev.sallyport.api.v1.RemoveEmitterRequest;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.emitters.EmitterBook;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import io.grpc.stub.StreamObserver;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Administration of services that emit events. */
public final class EmitterMethods extends EmitterServiceGrpc.EmitterServiceImplBase {

    /** Where they post; an emitter's name follows. */
    public static final String PATH = "/events/v1";

    private final EmitterBook emitters;
    private final Authority authority;

    public EmitterMethods(EmitterBook emitters, Authority authority) {
        this.emitters = emitters;
        this.authority = authority;
    }

    @Override
    public void addEmitter(AddEmitterRequest request, StreamObserver<AddEmitterReply> observer) {
        Answer.to(observer, () -> {
            EmitterBook.Issued issued = emitters.add(
                    new EmitterBook.Wanted(
                            request.getName(),
                            request.getTypesList(),
                            Duration.ofSeconds(request.getTtlSeconds()),
                            request.getEventsPerSecond(),
                            request.getReplace()),
                    CallerContext.current().subject());
            return AddEmitterReply.newBuilder()
                    .setToken(issued.secret())
                    .setEmitter(message(issued.emitter()))
                    .addAllCaPins(authority.pins().stream().map(CaPin::toString).toList())
                    .addAllCaCertificates(authority.trustedCas().host().stream()
                            .map(EmitterMethods::der)
                            .toList())
                    .setPath(PATH + "/" + issued.emitter().name())
                    .build();
        });
    }

    @Override
    public void listEmitters(Page request, StreamObserver<ListEmittersReply> observer) {
        Answer.to(observer, () -> {
            Paging.Listing<dev.sallyport.auth.emitters.Emitter> page =
                    emitters.list(Paging.of(request.getPageSize(), request.getPageToken()));
            return ListEmittersReply.newBuilder()
                    .addAllEmitters(
                            page.items().stream().map(EmitterMethods::message).toList())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeEmitter(RemoveEmitterRequest request, StreamObserver<RemoveEmitterReply> observer) {
        Answer.to(observer, () -> {
            emitters.remove(request.getName(), CallerContext.current().subject());
            return RemoveEmitterReply.getDefaultInstance();
        });
    }

    private static ByteString der(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw Failure.of(FailureCode.INTERNAL, "a CA certificate has no encoding", e);
        }
    }

    private static Emitter message(dev.sallyport.auth.emitters.Emitter emitter) {
        Emitter.Builder message = Emitter.newBuilder()
                .setName(emitter.name())
                .addAllTypes(emitter.types())
                .setEventsPerSecond(emitter.eventsPerSecond())
                .setCreated(Moments.of(emitter.created()));
        emitter.notAfter().map(Moments::of).ifPresent(message::setNotAfter);
        return message.build();
    }
}
