/** Fakes, manual clock, test CA, contract tests. */
@NullMarked
package dev.sallyport.testing;

import org.jspecify.annotations.NullMarked;
