/**
 * The small language in which roles speak of labels, traits and resources: label expressions, {@code where} clauses and
 * {@code {{templates}}}. Typed when it is read, so that a mistake shows when a role is written and not when somebody wants
 * in; errors carry their column.
 *
 * <p>Uses RE2/J for regular expressions, which take time in proportion to the text. Promise: evaluation ends, has no effect
 * and depends on nothing but its {@link dev.sallyport.model.expression.Bindings}.
 */
@NullMarked
package dev.sallyport.model.expression;

import org.jspecify.annotations.NullMarked;
