package dev.sallyport.protocols.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inside of a ClientHello: walks over what does not matter, takes server name and application protocols. */
final class HelloBody {

    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int VERSION_AND_RANDOM_BYTES = 34;

    private @Nullable String serverName;
    private final List<String> protocols = new ArrayList<>();

    private HelloBody() {}

    static HelloPeek parse(ByteBuffer body) {
        HelloBody parsed = new HelloBody();
        try {
            parsed.read(body);
            return new HelloPeek.Complete(new ClientHello(parsed.serverName, parsed.protocols));
        } catch (OutOfBounds e) {
            return new HelloPeek.Malformed("a ClientHello whose lengths do not fit");
        }
    }

    private void read(ByteBuffer body) throws OutOfBounds {
        take(body, VERSION_AND_RANDOM_BYTES);
        take(body, length1(body)); // session id
        take(body, length2(body)); // cipher suites
        take(body, length1(body)); // compression methods
        if (!body.hasRemaining()) {
            return; // TLS 1.2 allows a ClientHello without extensions
        }
        ByteBuffer extensions = take(body, length2(body));
        if (body.hasRemaining()) {
            throw new OutOfBounds();
        }
        while (extensions.hasRemaining()) {
            int type = length2(extensions);
            ByteBuffer content = take(extensions, length2(extensions));
            switch (type) {
                case SERVER_NAME -> readServerNames(content);
                case APPLICATION_PROTOCOLS -> readProtocols(content);
                default -> {} // not ours to judge: the end that terminates TLS does
            }
        }
    }

    private void readServerNames(ByteBuffer content) throws OutOfBounds {
        if (serverName != null) {
            throw new OutOfBounds();
        }
        ByteBuffer names = take(content, length2(content));
        while (names.hasRemaining()) {
            int type = length1(names);
            String name = text(take(names, length2(names)));
            if (type == HOST_NAME && serverName == null) {
                serverName = name;
            }
        }
    }

    private void readProtocols(ByteBuffer content) throws OutOfBounds {
        if (!protocols.isEmpty()) {
            throw new OutOfBounds();
        }
        ByteBuffer names = take(content, length2(content));
        while (names.hasRemaining()) {
            protocols.add(text(take(names, length1(names))));
        }
    }

    private static int length1(ByteBuffer bytes) throws OutOfBounds {
        return take(bytes, 1).get() & 0xff;
    }

    private static int length2(ByteBuffer bytes) throws OutOfBounds {
        return take(bytes, 2).getShort() & 0xffff;
    }

    private static ByteBuffer take(ByteBuffer bytes, int length) throws OutOfBounds {
        if (bytes.remaining() < length) {
            throw new OutOfBounds();
        }
        ByteBuffer taken = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return taken;
    }

    private static String text(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return ClientHello.ascii(copy);
    }

    /** Never leaves this file; without a stack trace, because anyone may send what causes it. */
    private static final class OutOfBounds extends Exception {
        OutOfBounds() {
            super("out of bounds", null, false, false);
        }
    }
}
