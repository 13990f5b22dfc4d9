package dev.sallyport.audit.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Entries on their way into a chunk. Starts small, so that an idle session costs little, and grows up to
 * {@link ChunkHeader#MAX_RAW}. Not safe for use by several threads: its writer's lock guards it.
 */
final class EntryBuffer {

    /** Most bytes of data in one entry. */
    static final int MAX_DATA = 64 * 1024;

    /** Longest text in an entry, bytes; longer text is cut. */
    static final int MAX_TEXT = 4096;

    private static final int FIRST_SIZE = 2048;
    /** Most bytes around the data of an entry: two varints and the kind. */
    private static final int AROUND = 24;

    private byte[] bytes;
    private int size;
    private long startMicros;
    private long lastMicros;

    /** @param lastMicros time of the entry before this buffer's first */
    EntryBuffer(long lastMicros) {
        this.bytes = new byte[FIRST_SIZE];
        this.startMicros = lastMicros;
        this.lastMicros = lastMicros;
    }

    /** Forgets all entries and keeps the memory. */
    EntryBuffer reuse(long before) {
        size = 0;
        startMicros = before;
        lastMicros = before;
        return this;
    }

    /** Puts entries that were decoded whole into this empty buffer. */
    void load(byte[] entries, int length, long firstMicros, long lastMicros) {
        grow(length + MAX_TEXT);
        System.arraycopy(entries, 0, bytes, 0, length);
        size = length;
        startMicros = firstMicros;
        this.lastMicros = lastMicros;
    }

    /** Whether its memory is worth keeping for a busy session. */
    boolean isLarge() {
        return bytes.length >= ChunkHeader.MAX_RAW / 2;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    /** Time of the first entry. */
    long startMicros() {
        return startMicros;
    }

    /** Time of the last entry. */
    long lastMicros() {
        return lastMicros;
    }

    /** Copies as much as fits. @return how many bytes that was; 0 when the buffer is full */
    int data(long micros, int kind, byte[] source, int offset, int length) {
        if (!hasRoom()) {
            return 0;
        }
        int room = ChunkHeader.MAX_RAW - size - AROUND;
        int taken = Math.min(Math.min(length, room), MAX_DATA);
        begin(micros, kind, taken);
        varint(taken);
        System.arraycopy(source, offset, bytes, size, taken);
        size += taken;
        return taken;
    }

    /** Whether any entry fits that has no data, or a few thousand bytes of it. */
    boolean hasRoom() {
        return ChunkHeader.MAX_RAW - size >= MAX_TEXT + AROUND;
    }

    void resize(long micros, int columns, int rows) {
        begin(micros, EntryKind.RESIZE, AROUND);
        varint(columns);
        varint(rows);
    }

    void end(long micros, RecordingEnd how) {
        begin(micros, EntryKind.END, MAX_TEXT);
        switch (how) {
            case RecordingEnd.Exited(int code) -> {
                bytes[size++] = EntryKind.EXITED;
                varint(Integer.toUnsignedLong(code));
            }
            case RecordingEnd.Signaled(String signal) -> endWithText(EntryKind.SIGNALED, signal);
            case RecordingEnd.Closed(String reason) -> endWithText(EntryKind.CLOSED, reason);
            case RecordingEnd.CutShort(String reason) -> endWithText(EntryKind.CUT_SHORT, reason);
        }
    }

    /** Names with text: readers skip names they do not know, so later versions can add some. */
    void header(Map<String, String> fields) {
        int room = fields.entrySet().stream()
                .mapToInt(field -> 2 * AROUND
                        + 3 * (field.getKey().length() + field.getValue().length()))
                .sum();
        begin(0, EntryKind.HEADER, room);
        varint(fields.size());
        fields.forEach((name, value) -> {
            text(name);
            text(value);
        });
    }

    private void endWithText(int kind, String text) {
        bytes[size++] = (byte) kind;
        text(text);
    }

    private void begin(long micros, int kind, int room) {
        grow(size + AROUND + room);
        if (size == 0) {
            startMicros = Math.max(micros, lastMicros);
            lastMicros = startMicros;
        }
        long now = Math.max(micros, lastMicros);
        varint(now - lastMicros);
        lastMicros = now;
        bytes[size++] = (byte) kind;
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = cut(utf8);
        varint(length);
        System.arraycopy(utf8, 0, bytes, size, length);
        size += length;
    }

    /** Where to cut so that no character is halved. */
    private static int cut(byte[] utf8) {
        if (utf8.length <= MAX_TEXT - AROUND) {
            return utf8.length;
        }
        int end = MAX_TEXT - AROUND;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /** LEB128: seven bits a byte, the lowest first, the high bit says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void grow(int wanted) {
        if (wanted > bytes.length) {
            int bound = Math.max(ChunkHeader.MAX_RAW, wanted);
            bytes = Arrays.copyOf(bytes, Math.min(bound, Math.max(wanted, bytes.length * 4)));
        }
    }
}
