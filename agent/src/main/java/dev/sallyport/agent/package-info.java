/** The role next to the resources. */
@NullMarked
package dev.sallyport.agent;

import org.jspecify.annotations.NullMarked;
