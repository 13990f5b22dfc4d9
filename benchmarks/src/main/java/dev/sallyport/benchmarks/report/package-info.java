/** Samples, figures, and the one table that every benchmark prints. */
@NullMarked
package dev.sallyport.benchmarks.report;

import org.jspecify.annotations.NullMarked;
