package dev.sallyport.benchmarks.access;

import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.access.RoleSet;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A login to a node by a person who holds all of the roles, which are made ready as an agent has them; each has labels with a glob,
 * an expression and two logins.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBench {

    private static final Circumstances NOW = new Circumstances(Instant.EPOCH);
    private static final Action LOGIN = new Action.Login("deploy");

    /** How many roles the person holds. */
    @Param({"5", "50", "500"})
    public int roles;

    private RoleSet known = RoleSet.NONE;
    private Identity identity = new Identity("alice", Identity.Kind.USER, List.of(), Map.of());
    private Resource open = node("web");
    private Resource closed = node("none");

    @Setup
    public void roles() {
        known = RoleSet.of(
                IntStream.range(0, roles).mapToObj(DecisionBench::role).toList());
        identity = new Identity(
                "alice",
                Identity.Kind.USER,
                known.stream().map(Role::name).toList(),
                Map.of("team", List.of("web", "db"), "logins", List.of("alice")));
        open = node("web");
        closed = node("none");
    }

    @Benchmark
    public Decision allowed() {
        return AccessDecision.decide(identity, open, LOGIN, NOW, known);
    }

    @Benchmark
    public Decision denied() {
        return AccessDecision.decide(identity, closed, LOGIN, NOW, known);
    }

    private static Resource node(String team) {
        return new Resource.Node("1", "web1", Map.of("env", "prod-eu", "team", team));
    }

    private static Role role(int number) {
        Conditions allow = new Conditions(
                List.of(TextPattern.parse("deploy"), TextPattern.parse("{{internal.logins}}")),
                new LabelMatcher(Map.of("env", List.of(TextPattern.parse("test"), TextPattern.parse("prod-*")))),
                Optional.of(Expression.parse("contains(user.traits.team, labels.team)", Words.LABELS)),
                List.of(),
                List.of(),
                List.of());
        Conditions deny = Conditions.NONE.withNodes(
                List.of(TextPattern.parse("root")),
                new LabelMatcher(Map.of("env", List.of(TextPattern.parse("secret-" + number)))));
        return new Role("role-%03d".formatted(number), Options.DEFAULT, allow, deny);
    }
}
