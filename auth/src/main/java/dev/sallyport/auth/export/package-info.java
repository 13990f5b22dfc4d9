/**
 * Brings the trail to other programs: to a file or standard output, by HTTP, by syslog, to Kafka. Each target has a thread, and in the
 * store a cursor: the number in the log of the next event that it has not accepted yet.
 *
 * <p>May use: store, audit, pki, auth.state, auth.log. Promises: at least once and in the order of the log, over crashes; an
 * event may come again, none is left out; a target that is slow or away costs one thread and one batch of memory, and nobody
 * waits for it.
 */
@NullMarked
package dev.sallyport.auth.export;

import org.jspecify.annotations.NullMarked;
