package dev.sallyport.audit.recording;

import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The parts of recordings by their names, some of which are in memory: at most {@value #KEPT_BYTES} bytes and lists of {@value #KEPT_LISTS} recordings. */
final class Parts {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}");
    private static final int KEPT_BYTES = 32 << 20;
    private static final int KEPT_LISTS = 256;

    private final Blobs blobs;
    private final Map<String, byte[]> lately = new LinkedHashMap<>(16, 0.75f, true);
    private long latelyBytes;
    private final Map<UUID, PartList> lists = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, PartList> eldest) {
            return size() > KEPT_LISTS;
        }
    };

    Parts(Blobs blobs) {
        this.blobs = blobs;
    }

    static String folder(UUID id) {
        return "recordings/" + FileShelf.lastDigits(id) + "/" + id + "/";
    }

    static String name(UUID id, int start) {
        return folder(id) + HexFormat.of().toHexDigits(start);
    }

    /** What is known of where parts begin; listed at the first time, so there may be more. */
    PartList list(UUID id) {
        synchronized (lists) {
            PartList known = lists.get(id);
            if (known != null) {
                return known;
            }
        }
        PartList listed = listed(id);
        synchronized (lists) {
            lists.put(id, listed);
        }
        return listed;
    }

    private PartList listed(UUID id) {
        PartList list = new PartList();
        String after = "";
        List<Blobs.Stored> page;
        do {
            page = blobs.list(folder(id), after, Blobs.MAX_LISTED);
            for (Blobs.Stored stored : page) {
                String name = stored.name().substring(folder(id).length());
                if (NAME.matcher(name).matches()) {
                    list.add(HexFormat.fromHexDigits(name), stored.bytes());
                }
                after = stored.name();
            }
        } while (page.size() == Blobs.MAX_LISTED);
        return list;
    }

    /** A part that may be there. */
    Optional<byte[]> find(UUID id, int start) {
        String name = name(id, start);
        Optional<byte[]> known = known(name);
        if (known.isPresent()) {
            return known;
        }
        Optional<byte[]> read = blobs.read(name);
        read.ifPresent(bytes -> remember(name, bytes));
        return read;
    }

    /** A part that is there. */
    byte[] fetch(UUID id, int start) {
        String name = name(id, start);
        return known(name).orElseGet(() -> {
            byte[] read = blobs.fetch(name);
            remember(name, read);
            return read;
        });
    }

    /** The first header of a part that is there. */
    ChunkHeader header(UUID id, int start) {
        String name = name(id, start);
        byte[] head =
                known(name).or(() -> blobs.read(name, 0, ChunkHeader.BYTES)).orElseGet(() -> blobs.fetch(name));
        return readHeader(name, ByteBuffer.wrap(head));
    }

    void create(UUID id, int start, byte[] part) {
        String name = name(id, start);
        blobs.create(name, part);
        remember(name, part);
        list(id).add(start, part.length);
    }

    void forget(UUID id) {
        synchronized (lists) {
            lists.remove(id);
        }
        synchronized (lately) {
            lately.keySet().removeIf(name -> name.startsWith(folder(id)));
            latelyBytes =
                    lately.values().stream().mapToLong(bytes -> bytes.length).sum();
        }
    }

    private Optional<byte[]> known(String name) {
        synchronized (lately) {
            return Optional.ofNullable(lately.get(name));
        }
    }

    private void remember(String name, byte[] bytes) {
        synchronized (lately) {
            byte[] before = lately.put(name, bytes);
            latelyBytes += bytes.length - (before == null ? 0 : before.length);
            var eldest = lately.entrySet().iterator();
            while (latelyBytes > KEPT_BYTES) {
                latelyBytes -= eldest.next().getValue().length;
                eldest.remove();
            }
        }
    }

    /** The chunks of a part, which is nothing but chunks. @throws Failure INVALID where it is something else */
    static List<byte[]> chunks(String name, byte[] part) {
        List<byte[]> chunks = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(part);
        while (rest.hasRemaining()) {
            int length = readHeader(name, rest.duplicate()).chunkLength();
            if (length > rest.remaining()) {
                throw damaged(name, "it ends within a chunk");
            }
            byte[] chunk = new byte[length];
            rest.get(chunk);
            chunks.add(chunk);
        }
        if (chunks.isEmpty()) {
            throw damaged(name, "it is empty");
        }
        return chunks;
    }

    private static ChunkHeader readHeader(String name, ByteBuffer from) {
        try {
            return ChunkHeader.read(from);
        } catch (Failure e) {
            throw damaged(name, e.text());
        }
    }

    static Failure damaged(String name, String how) {
        return Failure.of(
                FailureCode.INVALID,
                name + " is damaged: " + how
                        + ". What comes before is fine. Next: restore it from a copy or an older version");
    }
}
