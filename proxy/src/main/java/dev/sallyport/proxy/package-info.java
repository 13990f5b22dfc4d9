/** The role that people and agents connect to. */
@NullMarked
package dev.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
