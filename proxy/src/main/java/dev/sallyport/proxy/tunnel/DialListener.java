package dev.sallyport.proxy.tunnel;

/** Hears how a dial ended: exactly one call, on any event loop. */
public interface DialListener {

    /** The agent's connection is here, proved, and waits: use it or close it. */
    void connected(DataConnection connection);

    /** There will be none. */
    void failed(DialFailure why);
}
