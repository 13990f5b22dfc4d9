package dev.sallyport.agent.ssh.files;

/**
 * Reads along with one copy. The two directions may come from two threads.
 *
 * <p>All methods throw {@link dev.sallyport.model.Failure} INVALID when the copy cannot be followed any more.
 */
public interface CopyObserver {

    /** For sessions that copy no files. */
    CopyObserver NONE = new CopyObserver() {
        @Override
        public void fromClient(byte[] bytes, int offset, int length) {}

        @Override
        public void fromServer(byte[] bytes, int offset, int length) {}

        @Override
        public void end() {}
    };

    /** What the client sent. */
    void fromClient(byte[] bytes, int offset, int length);

    /** What the server answered. */
    void fromServer(byte[] bytes, int offset, int length);

    /** The copy is over: what was left open is closed. */
    void end();
}
