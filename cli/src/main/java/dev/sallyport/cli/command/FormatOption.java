package dev.sallyport.cli.command;

import picocli.CommandLine.Option;

/** How a result is printed. */
final class FormatOption {

    /** The forms. */
    enum Format {
        text,
        json
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    boolean json() {
        return format == Format.json;
    }
}
