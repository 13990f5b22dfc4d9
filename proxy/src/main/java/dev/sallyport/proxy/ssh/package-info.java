/**
 * ProxyJump: SSH that ends here and carries another SSH to an agent. May use: MINA SSHD, pki, route. Promises: only people with a valid
 * user certificate, only to hosts of the table, nothing but direct-tcpip.
 */
@NullMarked
package dev.sallyport.proxy.ssh;

import org.jspecify.annotations.NullMarked;
