package dev.sallyport.cli.command;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddEmitterReply;
import dev.sallyport.api.v1.AddEmitterRequest;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Durations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally emitters add}. */
@Command(
        description = {
            "Let a service write events of its own, and make the token with which it does. It is shown once.",
            "The events are ext.NAME.TYPE in the audit trail."
        })
final class EmittersAddCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "1 to 20 letters in lower case, digits and -.")
    private String name = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            description =
                    "What it may write: order.placed, or 'order.*' for all that begins so; more than once for more.")
    private List<String> types = List.of();

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it may; without an end unless given.")
    private Optional<String> ttl = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Events a second; default ${DEFAULT-VALUE}, at most 10000.")
    private int rate = 100;

    @Option(
            names = "--replace",
            description = "In place of the one of this name: its token is worth nothing from now on.")
    private boolean replace;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write address, token and pins here, as audit-sdk reads them, instead of printing them.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--ca-out", paramLabel = "FILE", description = "Write the CA here, as curl reads it.")
    private Optional<Path> caOut = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    EmittersAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        AddEmitterRequest request = AddEmitterRequest.newBuilder()
                .setName(name)
                .addAllTypes(types)
                .setTtlSeconds(
                        ttl.map(text -> Durations.parse(text).toSeconds()).orElse(0L))
                .setEventsPerSecond(rate)
                .setReplace(replace)
                .build();
        AddEmitterReply reply;
        try (ApiChannel channel = cluster.open(shell)) {
            var service = EmitterServiceGrpc.newBlockingStub(channel.channel());
            reply = GrpcFailures.calling(() -> service.addEmitter(request));
        }
        Map<String, Object> fields = fields(reply);
        caOut.ifPresent(file -> write(file, pem(reply.getCaCertificatesList())));
        if (out.isPresent()) {
            write(out.get(), properties(fields));
            shell.print(Neutral.line(
                            "The service " + name + " may write " + String.join(" ", types) + ": give it " + out.get())
                    + "\n");
        } else {
            shell.print(format.json() ? Json.object(fields) : properties(fields));
        }
    }

    private Map<String, Object> fields(AddEmitterReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", cluster.address(shell).toString());
        fields.put("emitter", reply.getEmitter().getName());
        fields.put("token", reply.getToken());
        fields.put("ca_pins", String.join(" ", reply.getCaPinsList()));
        return fields;
    }

    private static String properties(Map<String, Object> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(Neutral.line(name + "=" + value)).append('\n'));
        return text.toString();
    }

    private static String pem(List<ByteString> certificates) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append("-----BEGIN CERTIFICATE-----\n")
                .append(lines.encodeToString(certificate.toByteArray()))
                .append("\n-----END CERTIFICATE-----\n"));
        return text.toString();
    }

    private static void write(Path file, String text) {
        try (OutputStream to = NewFile.create(file)) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw NewFile.cannot(file, e);
        }
    }
}
