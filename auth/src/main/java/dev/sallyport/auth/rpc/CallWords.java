package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.util.JsonFormat;
import dev.sallyport.api.v1.ApproveHeadlessLoginRequest;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.SessionCertificateRequest;
import dev.sallyport.auth.access.Rules;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A call that is to follow: its request read as the method will read it, and in a person's words. */
final class CallWords {

    private final Map<String, MethodDescriptor<?, ?>> methods;

    CallWords(Rules rules) {
        this.methods =
                rules.methods().stream().collect(Collectors.toMap(MethodDescriptor::getFullMethodName, each -> each));
    }

    /**
     * The request of a call that is to follow.
     *
     * @param bytes empty where it comes as JSON
     * @throws Failure INVALID for a method that there is none of, or what is no request of it
     */
    MessageLite request(String method, ByteString bytes, String json) {
        MethodDescriptor<?, ?> descriptor = methods.get(method);
        if (descriptor == null) {
            throw Failure.of(FailureCode.INVALID, "there is no such method");
        }
        try (InputStream in = bytes.newInput()) {
            if (descriptor.parseRequest(in) instanceof Message request) {
                return json.isEmpty() ? request : read(request, json);
            }
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INVALID, "this is no request of that method: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw Failure.of(FailureCode.INVALID, "this request cannot be read", e);
        }
        throw Failure.of(FailureCode.INVALID, "this method takes no message");
    }

    private static Message read(Message empty, String json) throws InvalidProtocolBufferException {
        Message.Builder request = empty.newBuilderForType();
        JsonFormat.parser().merge(json, request);
        return request.build();
    }

    /** What it is, for whoever is about to touch a key. */
    static String summary(String method, MessageLite request) {
        return switch (request) {
            case SessionCertificateRequest session
            when !session.getSessionId().isEmpty() ->
                "join the session " + session.getSessionId() + " as " + session.getMode();
            case SessionCertificateRequest session ->
                "open a session as " + session.getLogin() + " on " + session.getNode();
            case ProvePresenceRequest presence -> "prove that you are there, in the session " + presence.getSessionId();
            case ApproveHeadlessLoginRequest login -> "approve the login " + login.getCode();
            default ->
                method.substring(method.indexOf('/') + 1)
                        .replaceAll("([a-z])([A-Z])", "$1 $2")
                        .toLowerCase(Locale.ROOT);
        };
    }
}
