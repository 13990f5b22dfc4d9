/** What a decision costs: JMH on {@code model}'s access decision, at several numbers of roles. */
@NullMarked
package dev.sallyport.benchmarks.access;

import org.jspecify.annotations.NullMarked;
