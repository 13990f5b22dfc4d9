/**
 * Roles between messages and the model: whoever receives one reads it with the same eyes, and finds the same faults.
 *
 * <p>Promise: a role that was read without a fault decides without failing.
 */
@NullMarked
package dev.sallyport.api.role;

import org.jspecify.annotations.NullMarked;
