package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Events as bytes in a spool's file: {@code length 4, CRC-32C 4, bytes}. */
final class EventFrames {

    static final int HEAD_BYTES = 8;

    /** More than the largest event takes. */
    static final int MAX_BYTES = 1 << 20;

    private EventFrames() {}

    static ByteBuffer write(FlatEvent event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.write(new byte[HEAD_BYTES]);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(event.id());
            out.writeUTF(event.time().toString());
            out.writeUTF(event.type());
            out.writeUTF(event.code());
            out.writeByte(event.fields().size());
            for (Map.Entry<String, String> field : event.fields().entrySet()) {
                out.writeUTF(field.getKey());
                out.writeUTF(field.getValue());
            }
        }
        byte[] frame = bytes.toByteArray();
        int length = frame.length - HEAD_BYTES;
        return ByteBuffer.wrap(frame)
                .putInt(length)
                .putInt(check(frame, HEAD_BYTES, length))
                .rewind();
    }

    /** The event in a frame's bytes; empty if they are not what was written. */
    static Optional<FlatEvent> read(byte[] bytes, int check) {
        if (check(bytes, 0, bytes.length) != check) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String id = in.readUTF();
            Instant time = Instant.parse(in.readUTF());
            String type = in.readUTF();
            String code = in.readUTF();
            Map<String, String> fields = new TreeMap<>();
            int count = in.readUnsignedByte();
            for (int i = 0; i < count; i++) {
                fields.put(in.readUTF(), in.readUTF());
            }
            return Optional.of(new FlatEvent(id, time, type, code, fields));
        } catch (IOException | DateTimeException | Failure malformed) {
            return Optional.empty();
        }
    }

    private static int check(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
