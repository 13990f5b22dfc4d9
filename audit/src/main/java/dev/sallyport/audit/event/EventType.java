package dev.sallyport.audit.event;

import java.util.List;

/**
 * A line of the catalogue.
 *
 * @param name dotted, {@code session.start}
 * @param code three letters, three digits, severity: {@code SSH001I}
 * @param since first version that has it
 * @param meaning when it is written
 * @param fields its own, beyond those that all events have
 */
public record EventType(String name, String code, Severity severity, String since, String meaning, List<Field> fields) {

    /**
     * A field.
     *
     * @param name as in the map and on the wire: {@code exit_code}
     * @param kind {@code text}, {@code number}, {@code true or false}, {@code time}
     */
    public record Field(String name, String kind, String meaning) {}
}
