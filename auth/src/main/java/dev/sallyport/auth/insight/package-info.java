/**
 * Answers about access: why somebody may do something, and what a role would change. Takes the same decision as the doors
 * do; changes nothing. May use {@code auth.people}, {@code auth.roles} and {@code auth.machines}.
 */
@NullMarked
package dev.sallyport.auth.insight;

import org.jspecify.annotations.NullMarked;
