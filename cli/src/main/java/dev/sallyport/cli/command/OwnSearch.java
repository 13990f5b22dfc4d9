package dev.sallyport.cli.command;

import dev.sallyport.api.v1.RecordingServiceGrpc.RecordingServiceBlockingStub;
import dev.sallyport.api.v1.SearchRecordingsReply.Match;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.audit.search.SessionText;
import dev.sallyport.audit.search.TextLine;
import dev.sallyport.audit.search.TextQuery;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.hpke.OpeningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks through recordings that auth cannot read, with keys that are only here: each is fetched, opened and drawn on this machine.
 * Takes as long as reading them; holds one chunk and one screen in memory.
 */
final class OwnSearch {

    /** Of one session, as where auth searches. */
    private static final int MOST_EACH = 20;

    private final RecordingServiceBlockingStub service;
    private final List<OpeningKey> keys;
    private final TextQuery text;

    OwnSearch(RecordingServiceBlockingStub service, List<OpeningKey> keys, TextQuery text) {
        this.service = service;
        this.keys = List.copyOf(keys);
        this.text = text;
    }

    /** Empty where no key opens it, or nothing of it is there yet. */
    Optional<List<Match>> in(Session session) {
        List<Match> matches = new ArrayList<>();
        ArrivingChunks chunks =
                new ArrivingChunks(service::readRecording, session.getId(), OptionalLong.empty(), false);
        try {
            RecordingReader recording = new RecordingReader(chunks, new ReadingKeys(keys, chunks::keyOf));
            SessionText shown = new SessionText(recording.header(), line -> find(line, session, matches));
            while (recording.hasNext() && matches.size() < MOST_EACH) {
                shown.entry(recording.next());
            }
            shown.end();
        } catch (Failure failure) {
            if (failure.code() == FailureCode.DENIED || failure.code() == FailureCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
        return Optional.of(matches);
    }

    private void find(TextLine line, Session session, List<Match> matches) {
        text.find(line.text())
                .filter(_ -> matches.size() < MOST_EACH)
                .ifPresent(part -> matches.add(Match.newBuilder()
                        .setSession(session)
                        .setAtMicros(line.micros())
                        .setKind(line.kind().name().toLowerCase(Locale.ROOT))
                        .setText(part)
                        .build()));
    }
}
