package dev.sallyport.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; holds every mistake that was found. */
public final class ConfigException extends Exception {

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    static ConfigException of(String place, String what) {
        return new ConfigException(List.of(new Problem(place, what)));
    }

    /** All mistakes, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
