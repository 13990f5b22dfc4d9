package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Descriptor;
import dev.sallyport.agent.process.RunningProcess;
import dev.sallyport.agent.process.Scratch;
import java.io.IOException;

/** The input of a process. */
final class ProcessSink implements ChannelInput.Sink {

    private final RunningProcess process;
    private final Descriptor input;
    private final Scratch scratch;

    ProcessSink(RunningProcess process, int size) {
        this.process = process;
        this.input = process.input();
        this.scratch = Scratch.shared(size);
    }

    @Override
    public int offer(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = input.writeNow(scratch, bytes, offset + done, length - done);
            if (n < 0) {
                return -1;
            }
            if (n == 0) {
                return done;
            }
            done += n;
        }
        return done;
    }

    @Override
    public boolean take(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = input.writeNow(scratch, bytes, offset + done, length - done);
            if (n < 0 || (n == 0 && !input.awaitWritable(scratch))) {
                return false;
            }
            done += n;
        }
        return true;
    }

    @Override
    public void end() {
        process.endInput();
    }
}
