/**
 * The tunnel between agent and proxy: lengths of control frames, and the beginnings of data connections in both directions.
 *
 * <p>May use: the JDK. Promises: no I/O; parsing never throws, whatever the bytes; MACs are compared in constant time; keys never show
 * in texts.
 */
@NullMarked
package dev.sallyport.protocols.tunnel;

import org.jspecify.annotations.NullMarked;
