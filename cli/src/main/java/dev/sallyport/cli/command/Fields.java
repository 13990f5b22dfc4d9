package dev.sallyport.cli.command;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values of messages as text, and of arguments as messages. */
final class Fields {

    private Fields() {}

    /** The time; empty where the message has none. */
    static Optional<Instant> time(boolean present, Timestamp time) {
        return present ? Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos())) : Optional.empty();
    }

    static Instant time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    static String minute(Optional<Instant> time, LocalOffset zone) {
        return time.map(there -> Times.minute(there, zone)).orElse("-");
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** {@code a=b,c=d} in the order of names. */
    static String labels(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
    }

    /** {@code a=b|c,d=e} in the order of names. */
    static String lists(Map<String, StringList> lists) {
        return new TreeMap<>(lists)
                .entrySet().stream()
                        .map(e ->
                                e.getKey() + "=" + String.join("|", e.getValue().getValuesList()))
                        .collect(Collectors.joining(","));
    }

    /** The same for JSON. */
    static Map<String, List<String>> plain(Map<String, StringList> lists) {
        Map<String, List<String>> plain = new TreeMap<>();
        lists.forEach((name, values) -> plain.put(name, List.copyOf(values.getValuesList())));
        return plain;
    }

    /**
     * {@code k=v} words to lists; a name that comes several times has several values.
     *
     * @throws Failure INVALID for a word without {@code =}
     */
    static Map<String, StringList> lists(List<String> words) {
        Map<String, List<String>> lists = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw Failure.of(FailureCode.INVALID, "'" + word + "' is not NAME=VALUE");
            }
            lists.computeIfAbsent(word.substring(0, equals), _ -> new ArrayList<>())
                    .addAll(List.of(word.substring(equals + 1).split("\\|", -1)));
        }
        Map<String, StringList> messages = new TreeMap<>();
        lists.forEach((name, values) ->
                messages.put(name, StringList.newBuilder().addAllValues(values).build()));
        return messages;
    }
}
