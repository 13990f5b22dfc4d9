package dev.sallyport.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The figures of one benchmark: printed as they come, then as one table; kept as Markdown for people ({@code
 * benchmarks/results/NAME.md}) and as JSON for machines ({@code target/bench/NAME.json}).
 */
public final class Report {

    private final String name;
    private final String peer;
    private final PrintStream out;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param name file name without ending: {@code ssh}, {@code relay}
     * @param peer whom it is measured against, with version; empty where there is none
     */
    public Report(String name, String peer, PrintStream out) {
        this.name = name;
        this.peer = peer;
        this.out = out;
    }

    public void add(Figure figure) {
        figures.add(figure);
        out.println("  " + row(figure));
    }

    /** A sentence below the table: how it was measured, why a target was missed. */
    public void note(String text) {
        notes.add(text);
        out.println("  note: " + text);
    }

    /** Prints the table and writes both files below the project's folder. */
    public void finish(Path project, LocalDate day) throws IOException {
        String table = table();
        out.println();
        out.println(table);
        Path results = Files.createDirectories(project.resolve("benchmarks/results"));
        Files.writeString(
                results.resolve(name + ".md"),
                "# bench-" + name + ", " + day + "\n\n"
                        + (peer.isEmpty() ? "" : "Measured against " + peer + ", same machine, same run.\n\n")
                        + table + notes.stream().map(note -> "\n- " + note).collect(Collectors.joining()) + "\n");
        Path machine = Files.createDirectories(project.resolve("target/bench"));
        Files.writeString(
                machine.resolve(name + ".json"),
                figures.stream().map(Report::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
    }

    private String table() {
        return "| metric | unit | Sallyport | peer | ratio | spread | target | met |\n|---|---|---:|---:|---:|---:|---:|---|\n"
                + figures.stream().map(figure -> row(figure) + "\n").collect(Collectors.joining());
    }

    private static String row(Figure f) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.0f %% | %s | %s |",
                f.metric(),
                f.unit(),
                number(f.ours()),
                number(f.peer()),
                Double.isNaN(f.peer()) ? "" : String.format(Locale.ROOT, "%.2fx", f.ratio()),
                f.spread() * 100,
                f.target().text(),
                f.target() instanceof Target.None ? "" : f.met() ? "yes" : "no");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return Math.abs(value) >= 1000
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String json(Figure f) {
        return String.format(
                Locale.ROOT,
                "{\"metric\": \"%s\", \"unit\": \"%s\", \"ours\": %s, \"peer\": %s, \"ratio\": %s, \"spread\": %s, \"target\": \"%s\", \"met\": %s}",
                f.metric(),
                f.unit(),
                plain(f.ours()),
                plain(f.peer()),
                plain(f.ratio()),
                plain(f.spread()),
                f.target().text(),
                f.met());
    }

    private static String plain(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null";
    }
}
