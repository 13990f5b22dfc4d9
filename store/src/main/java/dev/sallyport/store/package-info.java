/** Ordered key-value with revisions, leases and watch. */
@NullMarked
package dev.sallyport.store;

import org.jspecify.annotations.NullMarked;
