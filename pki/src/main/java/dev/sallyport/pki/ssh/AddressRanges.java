package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of address ranges as in {@code source-address}: {@code 10.0.0.0/8,2001:db8::/32,192.0.2.7}. An IPv4 address
 * that comes mapped into IPv6 is the IPv4 address.
 */
public final class AddressRanges {

    /** Longest list, characters. */
    private static final int MAX_TEXT = 4096;

    private static final Pattern RANGE =
            Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    private record Range(InetAddress network, int bits) {
        boolean contains(InetAddress address) {
            byte[] wanted = network.getAddress();
            byte[] given = address.getAddress();
            if (wanted.length != given.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((wanted[bit / 8] ^ given[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads a list.
     *
     * @throws Failure INVALID where any part is no literal address or range; names are never looked up
     */
    public static AddressRanges parse(String text) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw invalid(text);
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(range(part.strip()));
        }
        return new AddressRanges(ranges);
    }

    /** Whether the address lies in one of the ranges. */
    public boolean contains(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static Range range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text);
        }
        try {
            InetAddress network = InetAddress.ofLiteral(matcher.group(1));
            int longest = network.getAddress().length * 8;
            int bits = matcher.group(2) == null ? longest : Integer.parseInt(matcher.group(2));
            if (bits > longest) {
                throw invalid(text);
            }
            return new Range(network, bits);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static Failure invalid(String text) {
        return Failure.of(
                FailureCode.INVALID,
                "'" + text + "' is no address range: expected for example 10.0.0.0/8 or 2001:db8::/32");
    }
}
