package dev.sallyport.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A configuration file with what flags lay over it. */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * What one flag says.
     *
     * @param flag as it is to appear in messages: {@code --set}
     * @param key path in the file: {@code proxy.listen}
     * @param value as it would be written in the file
     */
    public record Setting(String flag, String key, String value) {
        @Override
        public String toString() {
            return flag + " " + key + "=***";
        }
    }

    /**
     * Reads and checks.
     *
     * @param settings stronger than the file, in order
     * @throws ConfigException with every mistake at once
     */
    public static DaemonConfig read(Path file, List<Setting> settings) throws ConfigException {
        return parse(file, text(file), settings);
    }

    /** Checks a text as if it were in this file. */
    static DaemonConfig parse(Path file, String text, List<Setting> settings) throws ConfigException {
        Node node = Nodes.compose(file.toString(), text);
        for (Setting setting : settings) {
            node = Nodes.over(node, node(setting));
        }
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Reader reader = new Reader(directory);
        Table root = reader.section(Schema.FILE, node);
        List<Problem> problems = new ArrayList<>(reader.problems());
        Tables tables = new Tables(file.toString(), root);
        if (problems.isEmpty()) {
            problems.addAll(tables.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return tables.config();
    }

    private static Node node(Setting setting) throws ConfigException {
        String label = setting.flag() + " " + setting.key();
        @Nullable Node value = Nodes.compose(label, setting.value());
        if (value == null) {
            throw ConfigException.of(label, "expected a value");
        }
        return Nodes.at(label, List.of(setting.key().split("\\.", -1)), value);
    }

    private static String text(Path file) throws ConfigException {
        try {
            if (Files.size(file) > Nodes.LONGEST) {
                throw ConfigException.of(file.toString(), "longer than 1 MiB; expected a configuration file");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw ConfigException.of(file.toString(), "no such file; 'sallyportd configure' prints one to begin with");
        } catch (CharacterCodingException e) {
            throw ConfigException.of(file.toString(), "not UTF-8 text");
        } catch (IOException e) {
            throw ConfigException.of(file.toString(), "cannot be read: " + e.getMessage());
        }
    }
}
