package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.Session;
import dev.sallyport.cli.document.Document;
import java.util.List;

/** Recorded sessions: only to be read. */
final class SessionThings implements Things {

    private final RecordingServiceGrpc.RecordingServiceBlockingStub service;

    SessionThings(ApiChannel channel) {
        this.service = RecordingServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<Session> all(String filter) {
        return Pages.all(
                filter,
                page -> service.listSessions(
                        ListSessionsRequest.newBuilder().setPage(page).build()),
                ListSessionsReply::getSessionsList,
                ListSessionsReply::getNextPageToken);
    }

    @Override
    public Session one(String name) {
        return Listed.one(all(Listed.is("id", name)), "session", "sessions", name, Session::getId);
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        throw Listed.notMade("session", "it is what happened");
    }

    @Override
    public void remove(String name) {
        throw Listed.notMade(
                "session", "it is what happened, and stays; 'sally lock add --session' ends a running one");
    }
}
