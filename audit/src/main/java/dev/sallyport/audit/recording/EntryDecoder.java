package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the entries out of an unpacked chunk. Trusts nothing in it. */
final class EntryDecoder {

    private static final int MAX_FIELDS = 64;
    private static final int MAX_CELLS = 1 << 20;

    private final byte[] bytes;
    private final boolean first;
    private int position;
    private int whole;
    private long micros;
    private @Nullable RecordingHeader header;

    /** @param first whether these are the entries of a recording's first chunk, which begin with its header */
    EntryDecoder(byte[] bytes, long startMicros, boolean first) {
        this.bytes = bytes;
        this.first = first;
        this.micros = startMicros;
    }

    /** The header, if one was among the entries so far. */
    Optional<RecordingHeader> header() {
        return Optional.ofNullable(header);
    }

    /** Where the last whole entry ends. */
    int position() {
        return whole;
    }

    /** Time of the last whole entry. */
    long micros() {
        return micros;
    }

    /** The next entry; empty at the end. @throws Failure INVALID if there is none where one should be */
    Optional<RecordingEntry> next() {
        while (position < bytes.length) {
            long time = micros + varint();
            require(time >= micros, "a time beyond all bounds");
            Optional<RecordingEntry> entry = entry(unsigned(), time);
            micros = time;
            whole = position;
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    private Optional<RecordingEntry> entry(int kind, long time) {
        return switch (kind) {
            case EntryKind.HEADER -> {
                require(first && whole == 0, "a header that is not first");
                header = readHeader();
                yield Optional.empty();
            }
            case EntryKind.OUTPUT -> Optional.of(data(time, RecordingEntry.Stream.OUTPUT));
            case EntryKind.INPUT -> Optional.of(data(time, RecordingEntry.Stream.INPUT));
            case EntryKind.STDERR -> Optional.of(data(time, RecordingEntry.Stream.STDERR));
            case EntryKind.RESIZE -> Optional.of(new RecordingEntry.Resize(time, length(MAX_CELLS), length(MAX_CELLS)));
            case EntryKind.END -> Optional.of(new RecordingEntry.End(time, end()));
            default -> throw malformed("an entry of unknown kind " + kind);
        };
    }

    private RecordingEntry data(long time, RecordingEntry.Stream stream) {
        return new RecordingEntry.Data(time, stream, bytes(length(EntryBuffer.MAX_DATA)));
    }

    private RecordingEnd end() {
        int kind = unsigned();
        return switch (kind) {
            case EntryKind.EXITED -> new RecordingEnd.Exited((int) varint());
            case EntryKind.SIGNALED -> new RecordingEnd.Signaled(text());
            case EntryKind.CLOSED -> new RecordingEnd.Closed(text());
            case EntryKind.CUT_SHORT -> new RecordingEnd.CutShort(text());
            default -> throw malformed("an end of unknown kind " + kind);
        };
    }

    private RecordingHeader readHeader() {
        int count = length(MAX_FIELDS);
        Map<String, String> fields = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            fields.put(text(), text());
        }
        try {
            return HeaderFields.parse(fields);
        } catch (IllegalArgumentException wrong) {
            throw Failure.of(FailureCode.INVALID, "recording: its header is malformed", wrong);
        }
    }

    private String text() {
        return new String(bytes(length(EntryBuffer.MAX_TEXT)), StandardCharsets.UTF_8);
    }

    private int length(int most) {
        long length = varint();
        require(length >= 0 && length <= most, "a number beyond " + most);
        return (int) length;
    }

    private byte[] bytes(int length) {
        require(length <= bytes.length - position, "an entry that goes on after the chunk's end");
        byte[] part = new byte[length];
        System.arraycopy(bytes, position, part, 0, length);
        position += length;
        return part;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = unsigned();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number that does not end");
    }

    private int unsigned() {
        require(position < bytes.length, "an entry that goes on after the chunk's end");
        return bytes[position++] & 0xFF;
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw malformed(otherwise);
        }
    }

    private static Failure malformed(String what) {
        return Failure.of(FailureCode.INVALID, "recording: a chunk holds " + what);
    }
}
