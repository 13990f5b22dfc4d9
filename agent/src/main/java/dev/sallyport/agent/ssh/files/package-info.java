/**
 * Reads along with file copies and says what happened to which file. Sans-I/O: bytes in, {@link
 * dev.sallyport.agent.ssh.files.FileOperation}s out; knows nothing of sessions or policy.
 *
 * <p>May use: model. Promises: file contents are skipped, never kept; memory is bounded whatever the client sends; what
 * cannot be followed is an error, never silence.
 */
@NullMarked
package dev.sallyport.agent.ssh.files;

import org.jspecify.annotations.NullMarked;
