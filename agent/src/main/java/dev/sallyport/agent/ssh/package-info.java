/**
 * The SSH service of the agent: takes connections that the tunnel hands over, proves who is there, decides, and runs
 * shells, commands, file copies and forwards as Unix users of this host, recorded.
 *
 * <p>May use: model, pki, audit, {@code agent.process}, Apache MINA SSHD. Knows nothing of tunnels or of the API.
 *
 * <p>Promises: nobody gets in without a valid certificate of a trusted authority and a role that allows the login; an
 * exception on the way is a denial; nothing is queued without a bound; what a connection started ends with it.
 */
@NullMarked
package dev.sallyport.agent.ssh;

import org.jspecify.annotations.NullMarked;
