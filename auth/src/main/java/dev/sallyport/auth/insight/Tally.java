package dev.sallyport.auth.insight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums differences up by user and action, for as much work as there may be. */
final class Tally {

    private final Map<Line, List<String>> found = new LinkedHashMap<>();
    private int left;

    private record Line(String user, boolean gains, String action) {}

    Tally(int most) {
        this.left = most;
    }

    /** @param node its name; empty where it is about administration */
    void note(String user, List<Comparison.Difference> differences, String node) {
        left--;
        for (Comparison.Difference difference : differences) {
            Line line = new Line(user, difference.gains(), difference.action());
            List<String> names = found.computeIfAbsent(line, _ -> new ArrayList<>());
            if (!node.isEmpty()) {
                names.add(node);
            }
        }
    }

    /** Work that is none of a decision. */
    void spend(int work) {
        left -= work;
    }

    boolean isSpent() {
        return left <= 0;
    }

    List<RoleImpact.Change> changes(int examples) {
        return found.entrySet().stream()
                .map(entry -> new RoleImpact.Change(
                        entry.getKey().user(),
                        entry.getKey().gains(),
                        entry.getKey().action(),
                        entry.getValue().size(),
                        entry.getValue().stream().limit(examples).toList()))
                .toList();
    }
}
