package dev.sallyport.auth.server;

import com.google.api.HttpRule;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingConflictStrategy;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import dev.sallyport.api.http.HttpPath;
import dev.sallyport.api.http.HttpPaths;

/** The same API as JSON, for programs that speak nothing else: the gate is the same, and so are the fields' names. */
final class JsonPaths {

    private JsonPaths() {}

    static HttpJsonTranscodingOptions options() {
        return HttpJsonTranscodingOptions.builder()
                .additionalHttpRules(
                        HttpPaths.all().stream().map(JsonPaths::rule).toList())
                .queryParamMatchRules(HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                .conflictStrategy(HttpJsonTranscodingConflictStrategy.strict())
                .errorHandler(UnframedGrpcErrorHandler.ofJson())
                .build();
    }

    /** Under the names that the fields have in the contract and in documents; an unknown field is a mistake. */
    static GrpcJsonMarshaller marshaller() {
        return new ExplainedJson(GrpcJsonMarshaller.builderForGson()
                .jsonParserCustomizer((JsonFormat.Parser _) -> JsonFormat.parser())
                .jsonPrinterCustomizer((JsonFormat.Printer printer) ->
                        printer.preservingProtoFieldNames().omittingInsignificantWhitespace())
                .build());
    }

    private static HttpRule rule(HttpPath path) {
        HttpRule.Builder rule = HttpRule.newBuilder().setSelector(path.method());
        switch (path.verb()) {
            case GET -> rule.setGet(path.template());
            case PUT -> rule.setPut(path.template());
            case POST -> rule.setPost(path.template());
            case DELETE -> rule.setDelete(path.template());
        }
        return path.body() ? rule.setBody("*").build() : rule.build();
    }
}
