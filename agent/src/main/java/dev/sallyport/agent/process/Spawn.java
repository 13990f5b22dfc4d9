package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;

/**
 * posix_spawn(3): a child in its own session and process group, with default signals, three descriptors and no others.
 *
 * <p>A terminal opened as descriptor 0 by the leader of a new session becomes its controlling terminal.
 */
final class Spawn {

    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    private static final int ACTIONS_SIZE = 128;
    private static final int ATTRIBUTES_SIZE = 512;
    private static final int SIGSET_SIZE = 128;

    private final Arena arena;
    private final MemorySegment actions;
    private final MemorySegment attributes;

    private Spawn(Arena arena) throws Throwable {
        this.arena = arena;
        this.actions = arena.allocate(ACTIONS_SIZE, 16);
        this.attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
        check("posix_spawn_file_actions_init", (int) Libc.ACTIONS_INIT.invokeExact(actions));
        check("posix_spawnattr_init", (int) Libc.ATTR_INIT.invokeExact(attributes));
    }

    /** Starts it on the terminal of this name; returns the process id. */
    static int onTerminal(Launch launch, String terminal) throws IOException {
        return run(launch, spawn -> {
            spawn.open(0, terminal);
            spawn.duplicate(0, 1);
            spawn.duplicate(0, 2);
        });
    }

    /** Starts it with these descriptors of ours as its 0, 1 and 2; returns the process id. */
    static int onPipes(Launch launch, int in, int out, int err) throws IOException {
        return run(launch, spawn -> {
            spawn.duplicate(in, 0);
            spawn.duplicate(out, 1);
            spawn.duplicate(err, 2);
        });
    }

    /** Starts it with this descriptor of ours as its 0, and nothing to say; returns the process id. */
    static int beside(Launch launch, int in) throws IOException {
        return run(launch, spawn -> {
            spawn.duplicate(in, 0);
            spawn.open(1, "/dev/null");
            spawn.duplicate(1, 2);
        });
    }

    @FunctionalInterface
    private interface Descriptors {
        void into(Spawn spawn) throws Throwable;
    }

    private static int run(Launch launch, Descriptors descriptors) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Spawn spawn = new Spawn(arena);
            try {
                descriptors.into(spawn);
                check("addclosefrom", (int) Libc.ACTIONS_ADDCLOSEFROM.invokeExact(spawn.actions, 3));
                spawn.directory(launch.directory());
                spawn.signals();
                return spawn.start(launch);
            } finally {
                int ignored = (int) Libc.ACTIONS_DESTROY.invokeExact(spawn.actions);
                ignored = (int) Libc.ATTR_DESTROY.invokeExact(spawn.attributes);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private void open(int fd, String path) throws Throwable {
        MemorySegment name = arena.allocateFrom(path);
        check("addopen", (int) Libc.ACTIONS_ADDOPEN.invokeExact(actions, fd, name, Libc.O_RDWR, 0));
    }

    private void duplicate(int from, int to) throws Throwable {
        check("adddup2", (int) Libc.ACTIONS_ADDDUP2.invokeExact(actions, from, to));
    }

    private void directory(String path) throws Throwable {
        check("addchdir", (int) Libc.ACTIONS_ADDCHDIR.invokeExact(actions, arena.allocateFrom(path)));
    }

    /** The virtual machine ignores and blocks signals for itself; a child must begin like any other. */
    private void signals() throws Throwable {
        MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
        MemorySegment all = arena.allocate(SIGSET_SIZE, 8);
        check("sigemptyset", (int) Libc.SIGEMPTYSET.invokeExact(none));
        check("sigfillset", (int) Libc.SIGFILLSET.invokeExact(all));
        check("setsigmask", (int) Libc.ATTR_SETSIGMASK.invokeExact(attributes, none));
        check("setsigdefault", (int) Libc.ATTR_SETSIGDEFAULT.invokeExact(attributes, all));
        short flags = SETSID | SETSIGDEF | SETSIGMASK;
        check("setflags", (int) Libc.ATTR_SETFLAGS.invokeExact(attributes, flags));
    }

    private int start(Launch launch) throws Throwable {
        MemorySegment pid = arena.allocate(JAVA_INT);
        List<String> env = launch.env().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        int error = (int) Libc.POSIX_SPAWN.invokeExact(
                pid, arena.allocateFrom(launch.program()), actions, attributes, strings(launch.argv()), strings(env));
        if (error != 0) {
            throw new IOException("starting " + launch.program() + " failed with errno " + error);
        }
        return pid.get(JAVA_INT, 0);
    }

    private MemorySegment strings(Collection<String> texts) {
        MemorySegment list = arena.allocate(ADDRESS, texts.size() + 1L);
        int index = 0;
        for (String text : texts) {
            list.setAtIndex(ADDRESS, index++, arena.allocateFrom(text));
        }
        list.setAtIndex(ADDRESS, index, MemorySegment.NULL);
        return list;
    }

    private static void check(String call, int error) throws IOException {
        if (error != 0) {
            throw Descriptor.failed(call, error);
        }
    }
}
