/** The role that owns a cluster's state. */
@NullMarked
package dev.sallyport.auth;

import org.jspecify.annotations.NullMarked;
