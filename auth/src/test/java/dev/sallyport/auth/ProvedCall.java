package dev.sallyport.auth;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.StartProofRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.util.function.Function;

/** Calls with a proof of their own, as {@code sally} makes them. */
public final class ProvedCall {

    private ProvedCall() {}

    /** The channel, with a proof for this one call. */
    public static Channel of(
            Channel channel,
            MethodDescriptor<?, ?> method,
            MessageLite request,
            Function<FactorChallenge, FactorAnswer> answer) {
        var factors = FactorServiceGrpc.newBlockingStub(channel);
        FactorChallenge challenge = factors.startProof(StartProofRequest.newBuilder()
                .setMethod(method.getFullMethodName())
                .setRequest(request.toByteString())
                .build());
        var _ = factors.answerProof(AnswerProofRequest.newBuilder()
                .setId(challenge.getId())
                .setAnswer(answer.apply(challenge))
                .build());
        Metadata headers = new Metadata();
        headers.put(FactorTrailer.PROOF, challenge.getId());
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The same with a code. */
    public static Channel of(Channel channel, MethodDescriptor<?, ?> method, MessageLite request, String code) {
        return of(
                channel,
                method,
                request,
                _ -> FactorAnswer.newBuilder().setCode(code).build());
    }
}
