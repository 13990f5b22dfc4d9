package dev.sallyport.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Repeated measurements of one thing. */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    public static Samples of(double value) {
        Samples one = new Samples();
        one.add(value);
        return one;
    }

    public void add(double value) {
        values.add(value);
    }

    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that so many of a hundred do not exceed. */
    public double percentile(int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    /** (largest - smallest) / median: what a single run may be off by. */
    public double spread() {
        double smallest = values.stream().mapToDouble(v -> v).min().orElse(0);
        double largest = values.stream().mapToDouble(v -> v).max().orElse(0);
        return median() == 0 ? 0 : (largest - smallest) / median();
    }
}
