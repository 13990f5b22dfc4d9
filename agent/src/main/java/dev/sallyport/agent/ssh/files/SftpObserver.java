package dev.sallyport.agent.ssh.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads along with SFTP version 3: remembers each request that touches a file until its answer comes, and says then what
 * was done. Questions that change nothing (stat, realpath, readdir) are passed over.
 */
public final class SftpObserver implements CopyObserver {

    /** Requests without an answer; clients have a few hundred under way. */
    private static final int MOST_PENDING = 64 * 1024;
    /** OpenSSH's server has at most as many handles as descriptors. */
    private static final int MOST_OPEN = 64 * 1024;

    private final Consumer<FileOperation> operations;
    private final SftpFrames client = new SftpFrames(this::request);
    private final SftpFrames server = new SftpFrames(this::answer);
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final Map<String, Open> open = new HashMap<>();

    /** A request that waits for its answer. */
    private sealed interface Pending {
        record Simple(String name, String path, String target) implements Pending {}

        record Opening(String path, String access) implements Pending {}

        record Closing(String handle) implements Pending {}

        record Reading(String handle) implements Pending {}

        record Writing(String handle, int bytes) implements Pending {}
    }

    private static final class Open {
        final String path;
        final String access;
        long read;
        long written;

        Open(String path, String access) {
            this.path = path;
            this.access = access;
        }
    }

    /** @param operations hears of each operation when it is done; may throw to end the copy */
    public SftpObserver(Consumer<FileOperation> operations) {
        this.operations = operations;
    }

    @Override
    public synchronized void fromClient(byte[] bytes, int offset, int length) {
        client.take(bytes, offset, length);
    }

    @Override
    public synchronized void fromServer(byte[] bytes, int offset, int length) {
        server.take(bytes, offset, length);
    }

    @Override
    public synchronized void end() {
        open.values().forEach(this::closed);
        open.clear();
        pending.clear();
    }

    private void request(ByteBuffer packet) {
        try {
            int type = packet.get() & 0xff;
            Pending asked = packet.remaining() < 4 ? null : asked(type, packet.getInt(), packet);
            if (asked != null && pending.size() > MOST_PENDING) {
                throw Failure.of(FailureCode.INVALID, "the SFTP client has too many requests without an answer");
            }
        } catch (BufferUnderflowException e) {
            throw Failure.of(FailureCode.INVALID, "an SFTP request ends too early", e);
        }
    }

    private @Nullable Pending asked(int type, int id, ByteBuffer packet) {
        Pending asked = switch (type) {
            case SftpTypes.OPEN -> new Pending.Opening(path(packet), SftpTypes.access(packet.getInt()));
            case SftpTypes.CLOSE -> new Pending.Closing(handle(packet));
            case SftpTypes.READ -> new Pending.Reading(handle(packet));
            case SftpTypes.WRITE -> writing(packet);
            case SftpTypes.SETSTAT -> simple("setstat", packet);
            case SftpTypes.FSETSTAT -> new Pending.Simple("setstat", pathOf(handle(packet)), "");
            case SftpTypes.OPENDIR -> simple("opendir", packet);
            case SftpTypes.REMOVE -> simple("remove", packet);
            case SftpTypes.MKDIR -> simple("mkdir", packet);
            case SftpTypes.RMDIR -> simple("rmdir", packet);
            case SftpTypes.RENAME -> withTarget("rename", packet);
            case SftpTypes.SYMLINK -> withTarget("symlink", packet);
            case SftpTypes.EXTENDED -> extended(packet);
            default -> null;
        };
        if (asked != null) {
            pending.put(id, asked);
        }
        return asked;
    }

    private static Pending writing(ByteBuffer packet) {
        String handle = handle(packet);
        packet.getLong();
        return new Pending.Writing(handle, packet.getInt());
    }

    private static Pending simple(String name, ByteBuffer packet) {
        return new Pending.Simple(name, path(packet), "");
    }

    private static Pending withTarget(String name, ByteBuffer packet) {
        return new Pending.Simple(name, path(packet), path(packet));
    }

    /** OpenSSH's own requests (its PROTOCOL, section 4) that touch files. */
    private static @Nullable Pending extended(ByteBuffer packet) {
        return switch (path(packet)) {
            case "posix-rename@openssh.com" -> withTarget("rename", packet);
            case "hardlink@openssh.com" -> withTarget("link", packet);
            case "lsetstat@openssh.com" -> simple("setstat", packet);
            default -> null;
        };
    }

    private void answer(ByteBuffer packet) {
        try {
            int type = packet.get() & 0xff;
            Pending asked = packet.remaining() < 4 ? null : pending.remove(packet.getInt());
            if (asked != null) {
                answered(asked, type, packet);
            }
        } catch (BufferUnderflowException e) {
            throw Failure.of(FailureCode.INVALID, "an SFTP answer ends too early", e);
        }
    }

    private void answered(Pending asked, int type, ByteBuffer packet) {
        int status = type == SftpTypes.STATUS ? packet.getInt() : 0;
        switch (asked) {
            case Pending.Simple(String name, String path, String target) -> told(name, path, target, status);
            case Pending.Opening(String path, String access) -> opened(path, access, type, status, packet);
            case Pending.Closing(String handle) -> {
                Open file = open.remove(handle);
                if (file != null) {
                    closed(file);
                }
            }
            case Pending.Reading(String handle) -> {
                Open file = open.get(handle);
                if (type == SftpTypes.DATA && file != null) {
                    file.read += packet.getInt();
                }
            }
            case Pending.Writing(String handle, int bytes) -> {
                Open file = open.get(handle);
                if (SftpTypes.good(status) && file != null) {
                    file.written += bytes;
                }
            }
        }
    }

    private void opened(String path, String access, int type, int status, ByteBuffer packet) {
        if (type != SftpTypes.HANDLE) {
            operations.accept(new FileOperation.SftpFailed("open", path, "", SftpTypes.words(status)));
            return;
        }
        if (open.size() >= MOST_OPEN) {
            throw Failure.of(FailureCode.INVALID, "the SFTP client has too many files open");
        }
        open.put(handle(packet), new Open(path, access));
        operations.accept(new FileOperation.Sftp("open", path, "", access, 0, 0));
    }

    private void closed(Open file) {
        operations.accept(new FileOperation.Sftp("close", file.path, "", file.access, file.read, file.written));
    }

    private void told(String name, String path, String target, int status) {
        operations.accept(
                SftpTypes.good(status)
                        ? new FileOperation.Sftp(name, path, target, "", 0, 0)
                        : new FileOperation.SftpFailed(name, path, target, SftpTypes.words(status)));
    }

    private String pathOf(String handle) {
        Open file = open.get(handle);
        return file == null ? "" : file.path;
    }

    private static String path(ByteBuffer packet) {
        return new String(string(packet), UTF_8);
    }

    /** Handles are bytes without a meaning. */
    private static String handle(ByteBuffer packet) {
        return new String(string(packet), ISO_8859_1);
    }

    private static byte[] string(ByteBuffer packet) {
        int length = packet.getInt();
        if (length < 0 || length > packet.remaining()) {
            throw Failure.of(FailureCode.INVALID, "an SFTP packet holds a name of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        packet.get(bytes);
        return bytes;
    }
}
