package dev.sallyport.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/** Where {@code sally} reads and writes: the process's streams, or a test's. */
public interface Terminal {

    /** Results: for the next program, or the person. */
    PrintStream out();

    /** Questions, progress, failures. */
    PrintStream err();

    /** Standard input, for {@code --password-file=-}. */
    InputStream in();

    /** Columns of the terminal that shows {@link #out}; 0 where it is none. */
    int columns();

    /** Asks a person for a line; empty where nobody can be asked. */
    Optional<String> ask(String question);

    /** The same, without showing what is typed. */
    Optional<String> askSecret(String question);
}
