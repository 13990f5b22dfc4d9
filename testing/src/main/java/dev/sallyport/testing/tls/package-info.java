/** Certificates for servers in tests. May use: pki. */
@NullMarked
package dev.sallyport.testing.tls;

import org.jspecify.annotations.NullMarked;
