package dev.sallyport.cli.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The process's own streams, in UTF-8. The launcher tells the terminal's width, because asking for it from here costs a process. */
public final class ProcessTerminal implements Terminal {

    private final PrintStream out = stream(FileDescriptor.out);
    private final PrintStream err = stream(FileDescriptor.err);

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 8192),
                false,
                StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public int columns() {
        return Math.max(0, Integer.getInteger("sally.columns", 0));
    }

    @Override
    public Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", question + ": "));
    }

    @Override
    public Optional<String> askSecret(String question) {
        return console()
                .map(console -> console.readPassword("%s", question + ": "))
                .map(String::new);
    }

    private Optional<Console> console() {
        out.flush();
        err.flush();
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Before the process ends. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
