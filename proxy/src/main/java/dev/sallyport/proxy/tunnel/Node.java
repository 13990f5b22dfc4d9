package dev.sallyport.proxy.tunnel;

/** A node as its certificate names it; {@code name} as people type it. */
public record Node(String id, String name) {}
