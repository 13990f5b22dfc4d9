/**
 * What tests of several modules need: a clock that stands still, a cluster's CAs in memory. Used in test scope only; may
 * use the model, pki and api.
 *
 * <p>Promise: nothing here sleeps, dials or writes outside the folders that it is given.
 */
@NullMarked
package dev.sallyport.testing;

import org.jspecify.annotations.NullMarked;
