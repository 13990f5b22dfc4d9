package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.ListDevicesReply;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally mfa ls}. */
@Command(description = "List second factors, and how many recovery codes are left.")
final class MfaLsCommand implements Runnable {

    @Option(names = "--user", paramLabel = "NAME", description = "Somebody else's.")
    private String user = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    MfaLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            ListDevicesReply reply = GrpcFailures.calling(() -> factors.listDevices(
                    ListDevicesRequest.newBuilder().setUser(user).build()));
            if (format.json()) {
                shell.print(Json.list(reply.getDevicesList(), MfaLsCommand::fields));
                return;
            }
            print(reply);
        }
    }

    private void print(ListDevicesReply reply) {
        Table table = new Table("NAME", "KIND", "ADDED", "LAST USED", "ID");
        for (Device device : reply.getDevicesList()) {
            table.row(
                    device.getName(),
                    device.getKind() + (device.getPasswordless() ? ", passwordless" : ""),
                    Fields.minute(Fields.time(device.hasAdded(), device.getAdded()), shell.zone()),
                    Fields.minute(Fields.time(device.hasUsed(), device.getUsed()), shell.zone()),
                    device.getId());
        }
        shell.print(table.render(shell.terminal().columns()));
        shell.print(reply.getRecoveryCodes() + " recovery codes are left.\n");
    }

    private static Map<String, @Nullable Object> fields(Device device) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", device.getId());
        fields.put("name", device.getName());
        fields.put("kind", device.getKind());
        fields.put("passwordless", device.getPasswordless());
        fields.put("added", text(Fields.time(device.hasAdded(), device.getAdded())));
        fields.put("used", text(Fields.time(device.hasUsed(), device.getUsed())));
        return fields;
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }
}
