package dev.sallyport.server.config;

/** The reference page of the configuration file, made from the schema: the page and the reader cannot disagree. */
final class Reference {

    private final StringBuilder page = new StringBuilder();

    private Reference() {}

    static String markdown() {
        Reference reference = new Reference();
        reference.page.append("""
                # Configuration of sallyportd

                Made from the schema that reads the file; a test compares the two. A key that is not here, a wrong type and a bad
                or repeated value stop the start with `file:line:column`, what was expected and the nearest key; all mistakes are
                told at once. `sallyportd configure` prints a file to begin with. Relative paths count from the file's directory.
                Flags are stronger than the file: `sallyportd start -c FILE --set proxy.listen=127.0.0.1:3080`.
                The join token may also come from the environment: `SALLYPORT_TOKEN`.

                | key | value | without it | what for |
                |---|---|---|---|
                """);
        reference.rows(Schema.FILE, "");
        return reference.page.toString();
    }

    private void rows(Shape.Section section, String path) {
        for (Key key : section.keys()) {
            String name = path + key.name();
            row(name, key.shape().expected(), key.unset(), key.about());
            switch (key.shape()) {
                case Shape.Section inner -> rows(inner, name + ".");
                case Shape.Many(Shape.Section inner, int ignored) -> rows(inner, name + "[].");
                default -> {}
            }
        }
    }

    private void row(String name, String expected, String unset, String about) {
        page.append(
                "| `%s` | %s | %s | %s |%n".formatted(name, expected, unset.isEmpty() ? "" : "`" + unset + "`", about));
    }
}
