/**
 * Who may call what: the caller, one rule for each method of the API, and the one place that decides by them. May use
 * {@code model.access}, {@code pki}, {@code auth.people}, {@code auth.roles}, {@code auth.lists} and {@code auth.machines}.
 *
 * <p>Promise: a method without a rule is closed; a certificate whose holder was removed opens nothing; a machine's
 * certificate reaches only what concerns itself.
 */
@NullMarked
package dev.sallyport.auth.access;

import org.jspecify.annotations.NullMarked;
