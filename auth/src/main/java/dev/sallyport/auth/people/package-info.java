/**
 * People: users, invites, passwords, second factors, logins. May use {@code auth.state}, {@code auth.roles}, {@code auth.lists} and {@code
 * auth.authority}.
 *
 * <p>Promise: whether a user exists shows in no answer, no text and no amount of work of a login; a password, a seed and a
 * code are never in the store in a form that its thief could use.
 */
@NullMarked
package dev.sallyport.auth.people;

import org.jspecify.annotations.NullMarked;
