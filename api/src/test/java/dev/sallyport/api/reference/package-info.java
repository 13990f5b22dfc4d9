/** Makes the reference of the API from its contract, and holds the two together. */
@NullMarked
package dev.sallyport.api.reference;

import org.jspecify.annotations.NullMarked;
