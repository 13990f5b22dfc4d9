package dev.sallyport.benchmarks.report;

/**
 * One line of a benchmark's table.
 *
 * @param metric what was measured
 * @param unit of {@code ours} and {@code peer}
 * @param ours median
 * @param peer median of the peer in the same run; NaN where there is none
 * @param spread the larger one of both sides' (largest - smallest) / median
 */
public record Figure(String metric, String unit, double ours, double peer, double spread, Target target) {

    public static Figure of(String metric, String unit, Samples ours, Samples peer, Target target) {
        return new Figure(metric, unit, ours.median(), peer.median(), Math.max(ours.spread(), peer.spread()), target);
    }

    public static Figure alone(String metric, String unit, Samples ours, Target target) {
        return new Figure(metric, unit, ours.median(), Double.NaN, ours.spread(), target);
    }

    public double ratio() {
        return ours / peer;
    }

    public boolean met() {
        return target.met(ours, ratio());
    }
}
