package dev.sallyport.api;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a proxy is reached: {@code HOST:PORT}, an IPv6 address in brackets.
 *
 * @param host name or address, without brackets
 * @param port 1..65535
 */
public record ProxyAddress(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9_.-]{1,253})):([0-9]{1,5})");

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws Failure INVALID for anything else
     */
    public static ProxyAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            int port = Integer.parseInt(matcher.group(3));
            if (host != null && port >= 1 && port <= 65_535) {
                return new ProxyAddress(host, port);
            }
        }
        throw Failure.of(
                FailureCode.INVALID,
                "'" + text + "' is no address of a proxy: expected HOST:PORT, for example proxy.example.com:443");
    }

    /** {@code HOST:PORT}. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
