package dev.sallyport.cli.command;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.audit.recording.RecordingCheck;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.cli.things.Pages;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally recordings verify}. */
@Command(
        description =
                "Check that no part of a recording was changed, left out or exchanged, and that it is the one that the audit log speaks of; else exit with 1. sally audit verify proves the log.")
final class RecordingsVerifyCommand implements Callable<Integer> {

    @Mixin
    private RecordingSource source = new RecordingSource();

    private final Shell shell;

    RecordingsVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (RecordingSource _ = source) {
            RecordingSummary summary;
            try {
                summary = RecordingCheck.of(source.chunks(shell));
            } catch (Failure damaged) {
                if (damaged.code() != FailureCode.INVALID) {
                    throw damaged;
                }
                shell.print("BAD " + source.id() + ": " + damaged.text() + "\n");
                return 1;
            }
            return compare(summary);
        }
    }

    private int compare(RecordingSummary summary) {
        String what = summary.session() + ": " + summary.chunks() + " chunks, " + summary.bytes() + " bytes, digest "
                + summary.digest();
        if (summary.state() == RecordingState.RUNNING) {
            shell.print("UNFINISHED " + what + ": whole as far as it goes; it has no end yet\n");
            return 1;
        }
        Optional<String> told = told(summary.session());
        if (told.isEmpty()) {
            shell.print("UNKNOWN " + what + ": whole, and the audit log has no digest of it\n");
            return 1;
        }
        boolean same = told.get().equals(summary.digest());
        shell.print((same ? "OK " : "BAD ")
                + what
                + (same ? ", as in the audit log\n" : ": the audit log has " + told.get() + "\n"));
        return same ? 0 : 1;
    }

    /** The digest in the audit log. An id tells when the session began. */
    private Optional<String> told(UUID session) {
        var service = AuditServiceGrpc.newBlockingStub(source.channel(shell).channel());
        Instant began =
                Instant.ofEpochMilli(session.getMostSignificantBits() >>> 16).minusSeconds(60);
        for (String type : new String[] {"session.recording.complete", "session.recording.cut-short"}) {
            ListEventsRequest request = ListEventsRequest.newBuilder()
                    .setType(type)
                    .setFrom(Fields.timestamp(began))
                    .build();
            Optional<String> digest = Pages.all(
                            page -> service.listEvents(request.toBuilder()
                                    .setPage(page)
                                    .setOldestFirst(true)
                                    .build()),
                            reply -> reply.getEventsList().stream()
                                    .filter(event -> isOf(session, event))
                                    .toList(),
                            reply -> reply.getEventsList().stream().anyMatch(event -> isOf(session, event))
                                    ? ""
                                    : reply.getNextPageToken())
                    .stream()
                    .map(event -> event.getFieldsOrDefault("digest", ""))
                    .findFirst();
            if (digest.isPresent()) {
                return digest;
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(UUID session, Event event) {
        return event.getFieldsOrDefault("session", "").equals(session.toString());
    }
}
