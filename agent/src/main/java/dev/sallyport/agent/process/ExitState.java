package dev.sallyport.agent.process;

/** How a process ended. */
public sealed interface ExitState {

    /** By itself, with this status, 0 to 255. */
    record Exited(int code) implements ExitState {}

    /**
     * By a signal.
     *
     * @param signal its number
     * @param core whether it left a core dump
     */
    record Signalled(int signal, boolean core) implements ExitState {}

    /** From what waitpid(2) gives. */
    static ExitState of(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new Exited((status >> 8) & 0xff) : new Signalled(signal, (status & 0x80) != 0);
    }
}
