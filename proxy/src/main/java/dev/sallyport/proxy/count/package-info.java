/**
 * What a proxy counts. May use: the JDK. Promises: counting never blocks, on any thread.
 */
@NullMarked
package dev.sallyport.proxy.count;

import org.jspecify.annotations.NullMarked;
