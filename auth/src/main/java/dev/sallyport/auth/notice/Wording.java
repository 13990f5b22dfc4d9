package dev.sallyport.auth.notice;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which events people are told of, and in which words. */
final class Wording {

    private static final int LONGEST_TITLE = 200;

    private Wording() {}

    /** Empty for what nobody need be told of. */
    static Optional<Notice> of(LogLeaves.Entry entry) {
        FlatEvent event = entry.event();
        return switch (event.type()) {
            case "request.create" -> said(entry, field(event, "user") + " asks for " + wanted(event), made(event));
            case "request.review" ->
                said(
                        entry,
                        field(event, "user") + " said "
                                + (event.field("approve").equals("true") ? "yes" : "no") + " to the request of "
                                + field(event, "author"),
                        reason(event) + show(event));
            case "request.approve" ->
                said(
                        entry,
                        "the request of " + field(event, "author") + " is approved",
                        "By " + field(event, "by") + ", until " + field(event, "end")
                                + ". Use it: sally login --request-id=" + field(event, "request") + "\n");
            case "request.promote" ->
                said(
                        entry,
                        "the request of " + field(event, "author") + " became a place on the list "
                                + field(event, "list"),
                        show(event));
            case "request.deny" ->
                said(
                        entry,
                        "the request of " + field(event, "author") + " is denied",
                        "By " + field(event, "by") + ".\n" + show(event));
            case "request.expire" -> said(entry, "the request of " + field(event, "author") + " is over", show(event));
            case "list.review.due" ->
                said(
                        entry,
                        "the access list " + field(event, "list") + " is to be looked through",
                        "For " + field(event, "owners") + ". It stops to give roles at " + field(event, "lapses")
                                + ". Next: sally lists show " + field(event, "list") + ", then sally lists review "
                                + field(event, "list") + "\n");
            default -> Optional.empty();
        };
    }

    private static String wanted(FlatEvent event) {
        String nodes = field(event, "nodes");
        return field(event, "roles") + (nodes.isEmpty() ? "" : " on " + nodes);
    }

    private static String made(FlatEvent event) {
        return reason(event) + "Next: sally request review --approve " + field(event, "request") + " (or --deny)\n";
    }

    private static String reason(FlatEvent event) {
        String reason = field(event, "reason");
        return reason.isEmpty() ? "" : "Reason: " + reason + "\n";
    }

    private static String show(FlatEvent event) {
        return "sally request show " + field(event, "request") + "\n";
    }

    /** Whatever people wrote stays on its line, and is nothing but text. */
    private static String field(FlatEvent event, String name) {
        return event.field(name).replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
    }

    private static Optional<Notice> said(LogLeaves.Entry entry, String title, String text) {
        FlatEvent event = entry.event();
        String line = "Sallyport: " + title;
        return Optional.of(new Notice(
                event.id(),
                event.time(),
                event.type(),
                line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE) + "…",
                text,
                new String(entry.bytes(), StandardCharsets.UTF_8)));
    }
}
