package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.auth.lists.Reviews;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.v1.ListRecord;
import java.time.Instant;

/** Access lists between messages and records. */
final class ListMessages {

    private ListMessages() {}

    static AccessList write(ListRecord record, long revision) {
        AccessList.Builder list = AccessList.newBuilder()
                .setName(record.getName())
                .setTitle(record.getTitle())
                .addAllOwners(record.getOwnersList())
                .addAllRoles(record.getRolesList())
                .setReviewDays(record.getReviewDays())
                .setRevision(revision);
        if (record.getReviewDays() > 0) {
            list.setNextReview(Moments.of(Instant.ofEpochSecond(record.getNextReviewSeconds())));
            list.setLapses(Moments.of(Reviews.lapses(record)));
        }
        record.getMembersList().forEach(member -> list.addMembers(write(member)));
        return list.build();
    }

    private static ListMember write(ListRecord.Member member) {
        ListMember.Builder message = ListMember.newBuilder()
                .setJoined(Moments.of(Instant.ofEpochSecond(member.getJoinedSeconds())))
                .setAddedBy(member.getAddedBy())
                .setReason(member.getReason());
        if (member.getExpiresSeconds() > 0) {
            message.setExpires(Moments.of(Instant.ofEpochSecond(member.getExpiresSeconds())));
        }
        return (member.getList().isEmpty() ? message.setUser(member.getUser()) : message.setList(member.getList()))
                .build();
    }

    static ListRecord read(AccessList list) {
        return ListRecord.newBuilder()
                .setName(list.getName())
                .setTitle(list.getTitle())
                .addAllOwners(list.getOwnersList().stream().distinct().toList())
                .addAllRoles(list.getRolesList().stream().distinct().toList())
                .setReviewDays(list.getReviewDays())
                .build();
    }

    static ListRecord.Member read(ListMember member) {
        return ListRecord.Member.newBuilder()
                .setUser(member.getUser())
                .setList(member.getList())
                .setExpiresSeconds(
                        member.hasExpires() ? Math.max(1, member.getExpires().getSeconds()) : 0)
                .setReason(member.getReason())
                .build();
    }
}
