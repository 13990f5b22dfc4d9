package dev.sallyport.cli.document;

/**
 * Where in a file.
 *
 * @param line from 1 on
 * @param column from 1 on
 */
public record Place(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
