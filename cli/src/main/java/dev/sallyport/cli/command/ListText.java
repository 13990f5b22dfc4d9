package dev.sallyport.cli.command;

import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import java.util.LinkedHashMap;
import java.util.Map;

/** An access list, for people and for programs. */
final class ListText {

    private ListText() {}

    static String lines(AccessList list, LocalOffset zone, int columns) {
        StringBuilder text = new StringBuilder();
        line(text, "List", list.getName());
        line(text, "For", list.getTitle());
        line(text, "Roles", String.join(", ", list.getRolesList()));
        line(text, "Owners", String.join(", ", list.getOwnersList()));
        if (list.getReviewDays() > 0) {
            line(
                    text,
                    "Review",
                    "by " + Times.minute(Fields.time(list.getNextReview()), zone) + ", every "
                            + list.getReviewDays() + " days; gives nothing from "
                            + Times.minute(Fields.time(list.getLapses()), zone)
                            + " on without one");
        }
        return list.getMembersCount() == 0
                ? text.toString()
                : text + "\n" + members(list, zone).render(columns);
    }

    private static Table members(AccessList list, LocalOffset zone) {
        Table table = new Table("MEMBER", "SINCE", "UNTIL", "BY", "REASON");
        for (ListMember member : list.getMembersList()) {
            table.row(
                    name(member),
                    Times.minute(Fields.time(member.getJoined()), zone),
                    member.hasExpires() ? Times.minute(Fields.time(member.getExpires()), zone) : "",
                    member.getAddedBy(),
                    member.getReason());
        }
        return table;
    }

    /** The user, or {@code list:NAME}. */
    static String name(ListMember member) {
        return member.hasList() ? "list:" + member.getList() : member.getUser();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("%-10s %s%n".formatted(name, Neutral.line(value)));
        }
    }

    static Map<String, Object> json(AccessList list) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", list.getName());
        fields.put("title", list.getTitle());
        fields.put("roles", list.getRolesList());
        fields.put("owners", list.getOwnersList());
        fields.put("review_days", list.getReviewDays());
        fields.put(
                "next_review",
                list.hasNextReview() ? Fields.time(list.getNextReview()).toString() : "");
        fields.put("lapses", list.hasLapses() ? Fields.time(list.getLapses()).toString() : "");
        fields.put("members", list.getMembersList().stream().map(ListText::json).toList());
        return fields;
    }

    private static Map<String, Object> json(ListMember member) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("member", name(member));
        fields.put("joined", Fields.time(member.getJoined()).toString());
        fields.put(
                "expires",
                member.hasExpires() ? Fields.time(member.getExpires()).toString() : "");
        fields.put("added_by", member.getAddedBy());
        fields.put("reason", member.getReason());
        return fields;
    }
}
