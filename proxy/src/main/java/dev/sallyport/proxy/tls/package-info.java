/**
 * TLS as this proxy terminates it, with the certificates of the moment. May use: Netty's TLS, pki, link. Promises: agents meet TLS 1.3
 * and must show a certificate that a live CA signed.
 */
@NullMarked
package dev.sallyport.proxy.tls;

import org.jspecify.annotations.NullMarked;
