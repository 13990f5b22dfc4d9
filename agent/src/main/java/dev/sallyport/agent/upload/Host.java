package dev.sallyport.agent.upload;

/**
 * The host in the trail.
 *
 * @param id UUID
 * @param name as people type it
 */
public record Host(String id, String name) {}
