package dev.sallyport.cli.command;

import java.time.Duration;

/** While a session plays, Ctrl-C interrupts the player and waits for it to put the terminal right, before the process ends. */
final class Tidy implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Thread hook;

    private Tidy(Thread hook) {
        this.hook = hook;
    }

    static Tidy onExit(Thread player) {
        Thread hook = Thread.ofPlatform().unstarted(() -> interrupt(player));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Tidy(hook);
    }

    private static void interrupt(Thread player) {
        player.interrupt();
        try {
            player.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The player is done. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
            return;
        }
    }
}
