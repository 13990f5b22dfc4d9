package dev.sallyport.api.role;

import dev.sallyport.model.Failure;
import dev.sallyport.model.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what is wrong, so that a person sees all of it at once. */
final class Faults {

    private static final int MOST = 20;

    private final List<Fault> found = new ArrayList<>();

    void add(String path, String text) {
        add(path, 1, text);
    }

    /** What a text comes to; nothing, and a fault more, where it comes to nothing. */
    <T> Optional<T> read(String path, String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (ExpressionException e) {
            add(path, e.column(), e.text());
        } catch (Failure e) {
            add(path, e.text());
        } catch (IllegalArgumentException e) {
            add(path, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    <T> List<T> readAll(String path, List<String> texts, Function<String, T> reader) {
        List<T> read = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            read(path + "[" + i + "]", texts.get(i), reader).ifPresent(read::add);
        }
        return read;
    }

    /** Whether there are at most so many; else a fault more. */
    boolean bounded(String path, int count, int most) {
        if (count > most) {
            add(path, count + " of them: expected at most " + most);
        }
        return count <= most;
    }

    List<Fault> found() {
        return List.copyOf(found);
    }

    private void add(String path, int column, String text) {
        if (found.size() < MOST) {
            found.add(new Fault(path, column, text));
        }
    }
}
