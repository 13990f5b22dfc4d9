package dev.sallyport.server.cli;

import dev.sallyport.server.config.ConfigException;
import dev.sallyport.server.config.ConfigFile;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration is and what lies over it. */
final class ConfigOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:SALLYPORT_CONFIG:-/etc/sallyport/sallyport.yaml}",
            description = "Configuration; otherwise SALLYPORT_CONFIG, otherwise ${DEFAULT-VALUE}.")
    private Path file = Path.of("/etc/sallyport/sallyport.yaml");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A key of the file, such as proxy.listen=127.0.0.1:3080; stronger than the file. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "As log.level in the file.")
    private @Nullable String logLevel;

    DaemonConfig read() throws ConfigException {
        List<ConfigFile.Setting> over = new ArrayList<>();
        settings.forEach((key, value) -> over.add(new ConfigFile.Setting("--set", key, value)));
        if (logLevel != null) {
            over.add(new ConfigFile.Setting("--log-level", "log.level", logLevel));
        }
        return ConfigFile.read(file, over);
    }
}
