/** X.509 and SSH certificates, keys, signing; no storage, no network. */
@NullMarked
package dev.sallyport.pki;

import org.jspecify.annotations.NullMarked;
