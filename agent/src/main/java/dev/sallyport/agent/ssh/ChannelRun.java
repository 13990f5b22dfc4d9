package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Pty;
import java.io.IOException;

/** What goes on in a {@code session} channel, once the client has asked for it. */
interface ChannelRun {

    /** Called once, when the client has been told that it begins. */
    void start();

    /** From the client; the window is released by as much as was taken. */
    void data(byte[] bytes, int offset, int length) throws IOException;

    /** The client sends no more. */
    void eof();

    void resize(Pty.Size size) throws IOException;

    /** False where it was not passed on. */
    boolean signal(int number);

    /** The channel is closed. */
    void hangUp();
}
