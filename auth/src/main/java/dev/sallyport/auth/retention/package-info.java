/**
 * The end of what is kept: old events leave the store and the bundles, old recordings the disk; the log's hashes stay, so that the
 * tree is provable as before.
 *
 * <p>May use: store (through auth.state), audit, auth.log. Promises: nothing goes that is younger than the policy says, that a
 * configured export or notice has not passed, that is not under a checkpoint or not in the index; what is past is said in a note
 * that the log's key signed before the first of it goes; a process that dies goes on where it was.
 */
@NullMarked
package dev.sallyport.auth.retention;

import org.jspecify.annotations.NullMarked;
