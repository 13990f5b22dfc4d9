package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListLiveSessionsReply;
import dev.sallyport.api.v1.ListLiveSessionsRequest;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.cli.things.Pages;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;

/** Sessions that run, as the cluster shows them to a person. */
final class LiveSessions {

    private LiveSessions() {}

    static List<LiveSession> all(ApiChannel channel) {
        var service = SessionServiceGrpc.newBlockingStub(channel.channel());
        ListLiveSessionsRequest.Builder request = ListLiveSessionsRequest.newBuilder();
        return Pages.all(
                page -> service.listLiveSessions(request.setPage(page).build()),
                ListLiveSessionsReply::getSessionsList,
                ListLiveSessionsReply::getNextPageToken);
    }

    /** The one whose ID begins like this. */
    static LiveSession one(ApiChannel channel, String begin) {
        List<LiveSession> found = all(channel).stream()
                .filter(live -> !begin.isEmpty() && live.getSession().getId().startsWith(begin))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw Failure.of(
                found.isEmpty() ? FailureCode.NOT_FOUND : FailureCode.INVALID,
                found.isEmpty()
                        ? "no session " + begin
                                + " runs that you may join: 'sally sessions ls --active' shows those there" + " are"
                        : found.size() + " sessions begin with " + begin + ": expected more of the ID");
    }
}
