package dev.sallyport.server.config;

/**
 * One key that the file may have.
 *
 * @param name as it is written
 * @param shape what its value must look like
 * @param unset the value where the file says nothing, as it would be written; empty where nothing stands in for it
 * @param example a value for the documentation, as it would be written
 * @param about what it is for: whole sentences, one line
 */
record Key(String name, Shape shape, String unset, String example, String about) {

    static Key section(String name, String about, Key... keys) {
        return new Key(name, new Shape.Section(java.util.List.of(keys)), "", "", about);
    }

    /** A key that may be left out and then is as {@code unset} says. */
    static Key with(String name, Shape shape, String unset, String about) {
        return new Key(name, shape, unset, unset, about);
    }

    /** A key that may be left out, and then there is nothing. */
    static Key maybe(String name, Shape shape, String example, String about) {
        return new Key(name, shape, "", example, about);
    }
}
