/**
 * What happened, as values: one record for each kind of event, with a stable code, and the spool that keeps events
 * safe until somebody acknowledges them.
 *
 * <p>May use the JDK and {@code model}. Promises: a code and the name of a field never change their meaning; an event
 * that {@link dev.sallyport.audit.event.EventSpool#append} accepted is delivered at least once, over restarts and
 * {@code kill -9}; every id is unique, so a receiver can drop what it has already.
 *
 * <p>A new event is one record in one of the sealed groups of {@link dev.sallyport.audit.event.AuditEvent}. The test of the catalogue then
 * says what else to update.
 */
@NullMarked
package dev.sallyport.audit.event;

import org.jspecify.annotations.NullMarked;
