/**
 * The tamper-evident log, as arithmetic: hashing and proofs of an append-only Merkle tree (RFC 9162, section 2.1), its
 * layout in tiles (C2SP tlog-tiles), checkpoints as signed notes, cosignatures of witnesses, and the check of a whole log.
 *
 * <p>May use the JDK and {@code model}; does no I/O: tiles come through {@link dev.sallyport.audit.log.TileSource}.
 *
 * <p>Promises: a proof that verifies proves; whatever is malformed is refused with {@link dev.sallyport.model.Failure} INVALID;
 * the same bytes go in and come out as in other tools for these formats.
 */
@NullMarked
package dev.sallyport.audit.log;

import org.jspecify.annotations.NullMarked;
