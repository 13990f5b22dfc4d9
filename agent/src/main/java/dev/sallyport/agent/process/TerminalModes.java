package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Terminal modes as SSH encodes them (RFC 4254, section 8), put into a terminal.
 *
 * <p>{@code struct termios} on Linux: input flags 0, output 4, control 8, local 12, line 16, control characters 17.
 * Speeds (opcodes 128, 129) mean nothing on a pseudo terminal and are passed over.
 */
public final class TerminalModes {

    private static final int INPUT = 0;
    private static final int OUTPUT = 4;
    private static final int CONTROL = 8;
    private static final int LOCAL = 12;
    private static final int CHARACTERS = 17;
    private static final int TERMIOS_SIZE = 60;
    private static final int END = 0;
    /** Opcodes from here on have another shape: stop (section 8). */
    private static final int UNDEFINED = 160;

    private static final int CS7 = 0x20;
    private static final int CS8 = 0x30;

    private record Flag(int field, int bit) {}

    /** Opcode to index in the control characters. */
    private static final Map<Integer, Integer> CHARACTER = Map.ofEntries(
            Map.entry(1, 0),
            Map.entry(2, 1),
            Map.entry(3, 2),
            Map.entry(4, 3),
            Map.entry(5, 4),
            Map.entry(6, 11),
            Map.entry(7, 16),
            Map.entry(8, 8),
            Map.entry(9, 9),
            Map.entry(10, 10),
            Map.entry(12, 12),
            Map.entry(13, 14),
            Map.entry(14, 15),
            Map.entry(16, 7),
            Map.entry(18, 13));

    private static final Map<Integer, Flag> FLAG = Map.ofEntries(
            Map.entry(30, new Flag(INPUT, 0x4)),
            Map.entry(31, new Flag(INPUT, 0x8)),
            Map.entry(32, new Flag(INPUT, 0x10)),
            Map.entry(33, new Flag(INPUT, 0x20)),
            Map.entry(34, new Flag(INPUT, 0x40)),
            Map.entry(35, new Flag(INPUT, 0x80)),
            Map.entry(36, new Flag(INPUT, 0x100)),
            Map.entry(37, new Flag(INPUT, 0x200)),
            Map.entry(38, new Flag(INPUT, 0x400)),
            Map.entry(39, new Flag(INPUT, 0x800)),
            Map.entry(40, new Flag(INPUT, 0x1000)),
            Map.entry(41, new Flag(INPUT, 0x2000)),
            Map.entry(42, new Flag(INPUT, 0x4000)),
            Map.entry(50, new Flag(LOCAL, 0x1)),
            Map.entry(51, new Flag(LOCAL, 0x2)),
            Map.entry(52, new Flag(LOCAL, 0x4)),
            Map.entry(53, new Flag(LOCAL, 0x8)),
            Map.entry(54, new Flag(LOCAL, 0x10)),
            Map.entry(55, new Flag(LOCAL, 0x20)),
            Map.entry(56, new Flag(LOCAL, 0x40)),
            Map.entry(57, new Flag(LOCAL, 0x80)),
            Map.entry(58, new Flag(LOCAL, 0x100)),
            Map.entry(59, new Flag(LOCAL, 0x8000)),
            Map.entry(60, new Flag(LOCAL, 0x200)),
            Map.entry(61, new Flag(LOCAL, 0x800)),
            Map.entry(62, new Flag(LOCAL, 0x4000)),
            Map.entry(70, new Flag(OUTPUT, 0x1)),
            Map.entry(71, new Flag(OUTPUT, 0x2)),
            Map.entry(72, new Flag(OUTPUT, 0x4)),
            Map.entry(73, new Flag(OUTPUT, 0x8)),
            Map.entry(74, new Flag(OUTPUT, 0x10)),
            Map.entry(75, new Flag(OUTPUT, 0x20)),
            Map.entry(92, new Flag(CONTROL, 0x100)),
            Map.entry(93, new Flag(CONTROL, 0x200)));

    private TerminalModes() {}

    /** Applies them; what is unknown is passed over, what is cut off ends them. */
    static void apply(byte[] encoded, Descriptor master) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            MemorySegment termios = arena.allocate(TERMIOS_SIZE, 4);
            if ((int) Libc.TCGETATTR.invokeExact(state, master.fd(), termios) != 0) {
                throw Descriptor.failed("tcgetattr", Libc.errno(state));
            }
            set(encoded, termios);
            if ((int) Libc.TCSETATTR.invokeExact(state, master.fd(), 0, termios) != 0) {
                throw Descriptor.failed("tcsetattr", Libc.errno(state));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static void set(byte[] encoded, MemorySegment termios) {
        ByteBuffer modes = ByteBuffer.wrap(encoded);
        while (modes.remaining() >= 5) {
            int opcode = modes.get() & 0xff;
            if (opcode == END || opcode >= UNDEFINED) {
                return;
            }
            set(opcode, modes.getInt(), termios);
        }
    }

    private static void set(int opcode, int value, MemorySegment termios) {
        Integer character = CHARACTER.get(opcode);
        if (character != null) {
            // 255 stands for "none", which Linux writes as 0.
            termios.set(JAVA_BYTE, CHARACTERS + character, (byte) (value == 255 ? 0 : value));
            return;
        }
        Flag flag = FLAG.get(opcode);
        if (flag != null) {
            int before = termios.get(JAVA_INT, flag.field());
            termios.set(JAVA_INT, flag.field(), value == 0 ? before & ~flag.bit() : before | flag.bit());
        } else if (value != 0 && (opcode == 90 || opcode == 91)) {
            int size = opcode == 90 ? CS7 : CS8;
            termios.set(JAVA_INT, CONTROL, (termios.get(JAVA_INT, CONTROL) & ~CS8) | size);
        }
    }
}
