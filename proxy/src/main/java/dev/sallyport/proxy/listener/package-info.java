/**
 * The one port: accepts, looks at the first bytes and hands over. May use: everything below the role. Promises: no more than 16 KiB and
 * no longer than the handshake timeout for any beginning, whatever it is.
 */
@NullMarked
package dev.sallyport.proxy.listener;

import org.jspecify.annotations.NullMarked;
