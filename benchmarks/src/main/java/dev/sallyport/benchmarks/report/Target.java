package dev.sallyport.benchmarks.report;

import java.util.Locale;

/** What a figure should reach. */
public sealed interface Target {

    /** The ratio to the peer, at least. */
    record RatioAtLeast(double ratio) implements Target {}

    /** The ratio to the peer, at most. */
    record RatioAtMost(double ratio) implements Target {}

    /** Our own value, at most, in the figure's unit. */
    record OursAtMost(double value) implements Target {}

    /** Our own value, at least, in the figure's unit. */
    record OursAtLeast(double value) implements Target {}

    /** Reported, without a target. */
    record None() implements Target {}

    default boolean met(double ours, double ratio) {
        return switch (this) {
            case RatioAtLeast(double least) -> ratio >= least;
            case RatioAtMost(double most) -> ratio <= most;
            case OursAtMost(double most) -> ours <= most;
            case OursAtLeast(double least) -> ours >= least;
            case None() -> true;
        };
    }

    /** As the table shows it. */
    default String text() {
        return switch (this) {
            case RatioAtLeast(double least) -> String.format(Locale.ROOT, "≥ %.2fx", least);
            case RatioAtMost(double most) -> String.format(Locale.ROOT, "≤ %.2fx", most);
            case OursAtMost(double most) -> String.format(Locale.ROOT, "≤ %.4g", most);
            case OursAtLeast(double least) -> String.format(Locale.ROOT, "≥ %.0f", least);
            case None() -> "";
        };
    }
}
