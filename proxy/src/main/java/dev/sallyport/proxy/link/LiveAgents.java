package dev.sallyport.proxy.link;

import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.NodePolicy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What the link asks of the tunnel. */
public interface LiveAgents {

    /** All streams that are open now. */
    List<AgentStream> open();

    /** Tells every agent to ask auth what it is to decide by. */
    void letAsk();

    /** Hands a node what it is to decide by, or tells it to ask for that; nothing where the node is not here. */
    void policy(NodePolicy policy);

    /** Ends all streams of a node that is not in the cluster. */
    void removed(String nodeId);

    /**
     * Asks a node whether it is there: by a ping over its control stream.
     *
     * @param answer called once, on any thread: microseconds, or empty where nothing came in time
     */
    void probe(String nodeId, Duration patience, Consumer<OptionalLong> answer);
}
