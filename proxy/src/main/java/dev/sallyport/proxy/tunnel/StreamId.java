package dev.sallyport.proxy.tunnel;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** 16 bytes that name a control stream or a dial. */
record StreamId(long high, long low) {

    static StreamId of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new StreamId(buffer.getLong(), buffer.getLong());
    }

    static StreamId random(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return of(bytes);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
