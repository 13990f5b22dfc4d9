package dev.sallyport.auth.notice;

import java.time.Instant;

/**
 * What people are told.
 *
 * @param id of the event: the same where it comes again
 * @param kind type of the event, {@code request.create}
 * @param title one line
 * @param text some lines, with what to do next
 * @param event as JSON, as the log has it
 */
public record Notice(String id, Instant time, String kind, String title, String text, String event) {}
