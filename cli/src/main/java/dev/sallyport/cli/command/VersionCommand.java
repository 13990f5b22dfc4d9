package dev.sallyport.cli.command;

import picocli.CommandLine.Command;

/** {@code sally version}. */
@Command(description = "Show the version.")
final class VersionCommand implements Runnable {

    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        shell.print("sally " + shell.version() + "\n");
    }
}
