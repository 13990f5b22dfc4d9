/**
 * What a role says: conditions that allow, conditions that deny, options of sessions. Parts are read from text when a role
 * is written, so that none of them can fail when somebody wants in.
 *
 * <p>Uses {@code model.expression}. Promise: everything here is immutable, and nothing here decides: that is
 * {@code model.access}.
 */
@NullMarked
package dev.sallyport.model.role;

import org.jspecify.annotations.NullMarked;
