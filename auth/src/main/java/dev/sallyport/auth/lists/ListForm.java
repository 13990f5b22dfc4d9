package dev.sallyport.auth.lists;

import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.ListRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;

/** What may be written on a list. */
final class ListForm {

    static final int MOST_MEMBERS = 1000;

    private static final int MOST_OWNERS = 32;
    private static final int MOST_ROLES = 64;

    private ListForm() {}

    /** @throws Failure INVALID */
    static void check(ListRecord list) {
        Names.role(list.getName());
        Names.text(list.getTitle(), "title");
        Names.bounded("owners", list.getOwnersCount(), MOST_OWNERS);
        Names.bounded("roles", list.getRolesCount(), MOST_ROLES);
        Names.bounded("members", list.getMembersCount(), MOST_MEMBERS);
        list.getOwnersList().forEach(Names::user);
        list.getRolesList().forEach(Names::role);
        if (list.getReviewDays() < 0 || list.getReviewDays() > Reviews.MOST_DAYS) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "a review every " + list.getReviewDays() + " days: expected 1 to " + Reviews.MOST_DAYS
                            + ", or 0 for none");
        }
        if (list.getReviewDays() > 0 && list.getOwnersCount() == 0) {
            throw Failure.of(
                    FailureCode.INVALID, "a list without owners has nobody who looks it through: give an owner");
        }
    }

    /** @throws Failure INVALID */
    static void check(ListRecord.Member member) {
        if (member.getUser().isEmpty() == member.getList().isEmpty()) {
            throw Failure.of(FailureCode.INVALID, "a member is either a user or a list");
        }
        if (member.getList().isEmpty()) {
            Names.user(member.getUser());
        } else {
            Names.role(member.getList());
        }
        Names.text(member.getReason(), "reason");
    }

    /** As the audit trail has it. */
    static String text(ListRecord.Member member) {
        return member.getList().isEmpty() ? member.getUser() : "list:" + member.getList();
    }

    static boolean isSame(ListRecord.Member one, ListRecord.Member other) {
        return one.getUser().equals(other.getUser()) && one.getList().equals(other.getList());
    }

    /** The list with this one on it, in the place of whatever it said of the same member. */
    static ListRecord with(ListRecord list, ListRecord.Member member) {
        return without(list, member).toBuilder().addMembers(member).build();
    }

    static ListRecord without(ListRecord list, ListRecord.Member member) {
        List<ListRecord.Member> rest = list.getMembersList().stream()
                .filter(there -> !isSame(there, member))
                .toList();
        return list.toBuilder().clearMembers().addAllMembers(rest).build();
    }

    static boolean has(ListRecord list, ListRecord.Member member) {
        return list.getMembersList().stream().anyMatch(there -> isSame(there, member));
    }
}
