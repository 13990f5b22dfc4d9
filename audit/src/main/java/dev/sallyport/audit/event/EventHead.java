package dev.sallyport.audit.event;

import java.time.Instant;

/**
 * What every event has.
 *
 * @param id UUIDv7, unique, in the order of time
 * @param time when it happened, milliseconds
 * @param subject who, where, in which session
 */
public record EventHead(String id, Instant time, EventSubject subject) {}
