/**
 * The tamper-evident log of a cluster: its key, its tiles on the disk, its checkpoints, its witnesses. May use {@code
 * auth.state}, {@code audit.event} and {@code audit.log}.
 *
 * <p>Promises: what stands in the store's sequence of leaves is, a second later, under a signed checkpoint; what was signed
 * once is never contradicted: where store or tiles do not fit the last checkpoint, nothing more is signed.
 */
@NullMarked
package dev.sallyport.auth.log;

import org.jspecify.annotations.NullMarked;
