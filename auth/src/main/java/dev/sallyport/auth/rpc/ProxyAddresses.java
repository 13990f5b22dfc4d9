package dev.sallyport.auth.rpc;

/**
 * Where people reach the cluster.
 *
 * @param publicAddress HOST:PORT of the proxies
 * @param sshAddress HOST:PORT for ProxyJump; empty where there is none
 */
public record ProxyAddresses(String publicAddress, String sshAddress) {}
