/**
 * Access lists: who is on which, and which roles that gives. May use {@code auth.state}, {@code auth.locks}, {@code
 * auth.roles}, {@code auth.authority} and {@code model}; knows nothing of logins.
 *
 * <p>Promise: no list is on itself, by however many others; whoever loses roles by a change has no certificate that names
 * them when the change returns; where a list was not looked through in time it gives nothing.
 */
@NullMarked
package dev.sallyport.auth.lists;

import org.jspecify.annotations.NullMarked;
