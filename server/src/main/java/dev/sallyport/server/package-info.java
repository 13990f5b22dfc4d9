/** sallyportd: configuration, start and stop, wiring. */
@NullMarked
package dev.sallyport.server;

import org.jspecify.annotations.NullMarked;
