/** What a person installs, looked at from outside: that it needs nothing, holds nothing it should not, and starts quickly. */
@NullMarked
package dev.sallyport.e2e.distribution;

import org.jspecify.annotations.NullMarked;
