/**
 * Tells people what waits for them: access requests that were made, answered or ran out, and access lists that are to be looked
 * through. What happened is read from the log, so nobody who writes waits for a notice; each target has a thread, and in the store
 * a cursor: the number in the log of the next event that it has not been told of.
 *
 * <p>May use: store, audit, auth.state, auth.log, auth.export (TLS), jakarta.mail. Promises: at least once and in order over
 * crashes, for a day; what could not be brought by then is given up, and the log says so. A new target begins with what happens
 * next. A target that is slow or away costs one thread and one batch of memory.
 */
@NullMarked
package dev.sallyport.auth.notice;

import org.jspecify.annotations.NullMarked;
