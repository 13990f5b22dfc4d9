/**
 * Locks between messages and the model, read with the same eyes by all who follow them.
 *
 * <p>Promise: a lock that is not understood is an error and never nothing.
 */
@NullMarked
package dev.sallyport.api.lock;

import org.jspecify.annotations.NullMarked;
