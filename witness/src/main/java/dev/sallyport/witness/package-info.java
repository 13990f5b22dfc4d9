/**
 * Role witness: remembers the last checkpoint of audit logs, and signs the next one only where it contains what was seen
 * (C2SP tlog-witness). It holds no state of a cluster, and gives access to nothing.
 *
 * <p>May use: audit, pki. Promises: what it signed it remembers, over {@code kill -9} and the loss of power; where it cannot
 * remember it does not sign; it signs no two trees of which one does not begin with the other.
 */
@NullMarked
package dev.sallyport.witness;

import org.jspecify.annotations.NullMarked;
