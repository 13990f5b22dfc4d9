package dev.sallyport.cli.things;

import com.google.protobuf.Message;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.cli.document.Document;
import dev.sallyport.model.Failure;
import java.util.List;

/** The things of one kind in a cluster. */
public interface Things {

    /**
     * Those that the caller may see.
     *
     * @param filter which of them: an expression over their fields; empty for all
     */
    List<? extends Message> all(String filter);

    /** @throws Failure NOT_FOUND */
    Message one(String name);

    /** @throws Failure INVALID with the place of each mistake in the file */
    default void check(Document document) {}

    /**
     * Stores what a document says.
     *
     * @param mode what has to be there before
     * @param dryRun checks everything, stores nothing
     * @throws Failure CONFLICT where what is there is not what the document or the mode says
     */
    Stored put(Document document, PutMode mode, boolean dryRun);

    /** @throws Failure NOT_FOUND */
    void remove(String name);

    /**
     * What was stored.
     *
     * @param more what else the person has to know, in whole lines; mostly nothing
     */
    record Stored(String name, String more) {}
}
