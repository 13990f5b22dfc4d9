/** Processes on the real kernel. */
@NullMarked
package dev.sallyport.agent.process;

import org.jspecify.annotations.NullMarked;
