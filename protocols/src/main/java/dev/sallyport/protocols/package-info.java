/** Bytes to messages and back, no I/O. */
@NullMarked
package dev.sallyport.protocols;

import org.jspecify.annotations.NullMarked;
