/**
 * The audit trail and the index of sessions: what machines deliver, what people read. May use {@code auth.state}, {@code
 * auth.log}'s backlog, {@code audit.event} and {@code audit.recording}.
 *
 * <p>Promise: an event or chunk that was acknowledged is durable; a machine speaks only of itself, and adds only to
 * sessions of its own; nothing here changes or removes an event.
 */
@NullMarked
package dev.sallyport.auth.trail;

import org.jspecify.annotations.NullMarked;
