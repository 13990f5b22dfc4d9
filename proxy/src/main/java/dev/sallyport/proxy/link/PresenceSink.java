package dev.sallyport.proxy.link;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;

/** Hears of agents that come and go; must not block. */
public interface PresenceSink {

    /** A stream is open. */
    void up(AgentStream stream);

    /** A stream has ended. */
    void down(ByteString streamId);
}
