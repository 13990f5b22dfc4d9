package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the name service of this host (files, LDAP, what nsswitch.conf says). Blocks as long as that does.
 *
 * <p>{@code struct passwd} as in glibc on 64 bits: name 0, password 8, uid 16, gid 20, gecos 24, directory 32, shell 40.
 */
public final class UnixUsers {

    private static final int PASSWD_SIZE = 48;
    private static final int LARGEST_ENTRY = 1 << 20;
    private static final int MOST_GROUPS = 65_536;

    /** The account of this name; empty when there is none. */
    public Optional<UnixUser> named(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return look((arena, entry, buffer, result) -> {
            int error = (int)
                    Libc.GETPWNAM_R.invokeExact(arena.allocateFrom(name), entry, buffer, buffer.byteSize(), result);
            return error;
        });
    }

    /** The account that this process runs as. */
    public UnixUser self() {
        int uid = selfUid();
        return look((_, entry, buffer, result) -> {
                    int error = (int) Libc.GETPWUID_R.invokeExact(uid, entry, buffer, buffer.byteSize(), result);
                    return error;
                })
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAVAILABLE,
                        "the agent runs as uid " + uid
                                + ", which has no account on this host; add one to /etc/passwd"));
    }

    /** Whether this process may become any user. */
    public boolean root() {
        return selfUid() == 0;
    }

    private static int selfUid() {
        try {
            return (int) Libc.GETUID.invokeExact();
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** One of the reentrant look-ups. */
    @FunctionalInterface
    private interface Look {
        int into(Arena arena, MemorySegment entry, MemorySegment buffer, MemorySegment result) throws Throwable;
    }

    private static Optional<UnixUser> look(Look look) {
        for (int size = 4096; size <= LARGEST_ENTRY; size *= 4) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(PASSWD_SIZE, 8);
                MemorySegment result = arena.allocate(ADDRESS);
                int error = look.into(arena, entry, arena.allocate(size), result);
                if (error != Libc.ERANGE) {
                    return found(error, result) ? Optional.of(read(arena, entry)) : Optional.empty();
                }
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
        throw Failure.of(FailureCode.INTERNAL, "an account of this host has an entry of more than 1 MiB");
    }

    /** "Not there" has many error numbers (getpwnam(3)); "could not be asked" has EIO, EMFILE, ENFILE, ENOMEM. */
    private static boolean found(int error, MemorySegment result) {
        return switch (error) {
            case Libc.EIO, 12, 23, 24 ->
                throw Failure.of(
                        FailureCode.UNAVAILABLE, "the accounts of this host cannot be read now: errno " + error);
            default -> result.get(ADDRESS, 0).address() != 0;
        };
    }

    private static UnixUser read(Arena arena, MemorySegment entry) throws Throwable {
        MemorySegment name = entry.get(ADDRESS, 0).reinterpret(LARGEST_ENTRY);
        int gid = entry.get(JAVA_INT, 20);
        return new UnixUser(
                name.getString(0),
                entry.get(JAVA_INT, 16),
                gid,
                groups(arena, name, gid),
                text(entry, 32),
                text(entry, 40));
    }

    private static String text(MemorySegment entry, long offset) {
        MemorySegment pointer = entry.get(ADDRESS, offset);
        return pointer.address() == 0 ? "" : pointer.reinterpret(LARGEST_ENTRY).getString(0);
    }

    private static List<Integer> groups(Arena arena, MemorySegment name, int gid) throws Throwable {
        int room = 64;
        while (true) {
            MemorySegment count = arena.allocateFrom(JAVA_INT, room);
            MemorySegment list = arena.allocate(JAVA_INT, room);
            int n = (int) Libc.GETGROUPLIST.invokeExact(name, gid, list, count);
            if (n >= 0) {
                List<Integer> groups = new ArrayList<>(n);
                for (int i = 0; i < n; i++) {
                    groups.add(list.getAtIndex(JAVA_INT, i));
                }
                return groups;
            }
            room = Math.max(room * 2, count.get(JAVA_INT, 0));
            if (room > MOST_GROUPS) {
                throw Failure.of(FailureCode.INTERNAL, "an account of this host is in more than 65536 groups");
            }
        }
    }
}
