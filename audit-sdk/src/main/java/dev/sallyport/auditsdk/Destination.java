package dev.sallyport.auditsdk;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where events go, and as whom: what {@code sally emitters add NAME --out=FILE} writes.
 *
 * @param host of a proxy of the cluster, or of auth
 * @param emitter its name
 * @param token its bearer token
 * @param pins {@code sha256:} and hex: CA keys of which one must be the cluster's
 */
public record Destination(String host, int port, String emitter, String token, List<String> pins) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");
    private static final Pattern PIN = Pattern.compile("sha256:[0-9a-f]{64}");

    public Destination {
        pins = List.copyOf(pins);
        require(!host.isBlank() && port > 0 && port <= 65_535, "address=HOST:PORT");
        require(NAME.matcher(emitter).matches(), "emitter=NAME");
        require(token.matches("[A-Za-z0-9._~+/=-]{1,256}"), "token=…");
        require(
                !pins.isEmpty()
                        && pins.stream().allMatch(pin -> PIN.matcher(pin).matches()),
                "ca_pins=sha256:…");
    }

    /** Reads the file: lines of {@code address}, {@code emitter}, {@code token}, {@code ca_pins}. */
    public static Destination read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader from = Files.newBufferedReader(file)) {
            lines.load(from);
        }
        String address = lines.getProperty("address", "");
        int colon = address.lastIndexOf(':');
        require(colon > 0 && address.substring(colon + 1).matches("[0-9]{1,5}"), "address=HOST:PORT");
        return new Destination(
                address.substring(0, colon).replaceAll("^\\[|]$", ""),
                Integer.parseInt(address.substring(colon + 1)),
                lines.getProperty("emitter", ""),
                lines.getProperty("token", "").strip(),
                List.of(lines.getProperty("ca_pins", "").strip().split(" +")));
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the audit log's destination: expected " + expected + ", as 'sally emitters add' writes it");
        }
    }

    @Override
    public String toString() {
        return "Destination[" + host + ":" + port + ", " + emitter + ", ***]";
    }
}
