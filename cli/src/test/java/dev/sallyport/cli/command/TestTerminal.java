package dev.sallyport.cli.command;

import dev.sallyport.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A terminal with a person whose answers are known; without answers, nobody is there. */
final class TestTerminal implements Terminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Deque<Supplier<String>> answers = new ArrayDeque<>();

    /** Questions asked, with {@code (hidden)} where the answer was not to be seen. */
    final List<String> asked = new ArrayList<>();

    String input = "";
    int columns;

    void answer(Supplier<String> answer) {
        answers.add(answer);
    }

    String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void clear() {
        out.reset();
        err.reset();
    }

    @Override
    public PrintStream out() {
        return outStream;
    }

    @Override
    public PrintStream err() {
        return errStream;
    }

    @Override
    public InputStream in() {
        return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Optional<String> ask(String question) {
        asked.add(question);
        return Optional.ofNullable(answers.poll()).map(Supplier::get);
    }

    @Override
    public Optional<String> askSecret(String question) {
        asked.add(question + " (hidden)");
        return Optional.ofNullable(answers.poll()).map(Supplier::get);
    }
}
