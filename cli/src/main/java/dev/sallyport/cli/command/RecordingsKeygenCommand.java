package dev.sallyport.cli.command;

import dev.sallyport.pki.hpke.OpeningKey;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sally recordings keygen}. */
@Command(
        description =
                "Make a key pair: the private half goes into a file and opens recordings, the public half is printed for agent.ssh.recording_keys. Needs no connection.")
final class RecordingsKeygenCommand implements Runnable {

    @Parameters(paramLabel = "FILE", description = "Where the private half goes; not one that is there already.")
    private Path file = Path.of("");

    private final Shell shell;

    RecordingsKeygenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        OpeningKey key = OpeningKey.generate(shell.random().get());
        key.write(file);
        shell.print(key.recipient() + "\n");
    }
}
