/**
 * Carries events and recordings from the spools of this host to auth.
 *
 * <p>May use api and audit. Promises: what a spool took survives the death of this process and is delivered after the next
 * start; what auth did not acknowledge stays in the spool.
 */
@NullMarked
package dev.sallyport.agent.upload;

import org.jspecify.annotations.NullMarked;
