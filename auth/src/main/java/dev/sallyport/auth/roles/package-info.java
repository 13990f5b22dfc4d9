/** The cluster's roles. May use {@code auth.state}. Promise: a role that somebody holds is there. */
@NullMarked
package dev.sallyport.auth.roles;

import org.jspecify.annotations.NullMarked;
