/**
 * Directories (LDAP, Active Directory): user and password, and the groups. May use {@code auth.sso.provider} and UnboundID's LDAP SDK.
 *
 * <p>Promise: what a person types never becomes part of a filter's or a name's structure; a bind without a password proves
 * nobody; exactly one entry is the person, or none is.
 */
@NullMarked
package dev.sallyport.auth.sso.ldap;

import org.jspecify.annotations.NullMarked;
