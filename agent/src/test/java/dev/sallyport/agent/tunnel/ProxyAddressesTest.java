package dev.sallyport.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyAddressesTest {

    private static final String FIRST = "192.0.2.1";
    private static final String SECOND = "192.0.2.2";

    /** What the name has at the moment. */
    private volatile List<String> known = List.of(FIRST, SECOND);

    private final ProxyAddresses addresses = new ProxyAddresses("proxy.test:3080", this::lookup, new Random(1));

    @Test
    void twoStreamsGoToTwoProxies() throws UnknownHostException {
        // When
        int streams = addresses.count();
        List<String> taken = List.of(host(addresses.take()), host(addresses.take()));

        // Then
        assertThat(streams).isEqualTo(2);
        assertThat(taken).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void aStreamThatLostItsProxyLeavesTheOtherStreamsProxyAlone() throws UnknownHostException {
        // Given
        InetSocketAddress kept = addresses.take();
        InetSocketAddress lost = addresses.take();

        // When
        addresses.release(lost);

        // Then
        assertThat(addresses.take()).isEqualTo(lost).isNotEqualTo(kept);
    }

    @Test
    void whereOneProxyIsLeftBothStreamsGoThere() throws UnknownHostException {
        // Given
        known = List.of(SECOND);

        // When
        List<String> taken = List.of(host(addresses.take()), host(addresses.take()));

        // Then
        assertThat(taken).containsOnly(SECOND);
    }

    @Test
    void proxiesThatMovedAreFound() throws UnknownHostException {
        // Given
        addresses.release(addresses.take());

        // When
        known = List.of("192.0.2.7");

        // Then
        assertThat(host(addresses.take())).isEqualTo("192.0.2.7");
    }

    @Test
    void aNameThatCannotBeLookedUpStandsForOneProxyAndIsTriedAgain() throws UnknownHostException {
        // Given
        known = List.of();

        // Then
        assertThat(addresses.count()).isEqualTo(1);
        assertThatThrownBy(addresses::take).isInstanceOf(UnknownHostException.class);
        known = List.of(FIRST);
        assertThat(addresses.take()).isEqualTo(new InetSocketAddress(InetAddress.getByName(FIRST), 3080));
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        if (known.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return known.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }
}
