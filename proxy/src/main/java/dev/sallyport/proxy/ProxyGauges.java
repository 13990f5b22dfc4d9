package dev.sallyport.proxy;

/**
 * What a proxy holds at one moment.
 *
 * @param connections open, of all kinds
 * @param unproved of these, so many have proved nothing yet
 * @param streams control streams
 * @param relays passages, and ways to auth
 */
public record ProxyGauges(int connections, int unproved, int streams, int relays) {}
