package dev.sallyport.auth.rpc;

import com.google.protobuf.Message;
import dev.sallyport.api.filter.MessageFilter;
import dev.sallyport.api.v1.Page;
import dev.sallyport.auth.state.Paging;
import java.util.List;
import java.util.function.Function;

/** Listings of which a caller may want a part. */
final class Filtered {

    private Filtered() {}

    /** How a page is read. */
    interface Reading<M> {
        Paging.Listing<M> page(Paging page) throws InterruptedException;
    }

    /**
     * A page of a listing, or of what a filter leaves of it. A filter looks through one page of the largest size at a time:
     * a listing is never read whole for one call.
     *
     * @param sample a message of the type that is listed
     * @param read reads a page
     * @param key the name after which the next page begins, where it begins after this message
     * @throws dev.sallyport.model.Failure INVALID for a filter that cannot be read
     */
    static <M extends Message> Paging.Listing<M> page(Page request, M sample, Reading<M> read, Function<M, String> key)
            throws InterruptedException {
        Paging page = Paging.of(request.getPageSize(), request.getPageToken());
        if (request.getFilter().isEmpty()) {
            return read.page(page);
        }
        MessageFilter filter = MessageFilter.parse(request.getFilter(), sample.getDescriptorForType());
        Paging.Listing<M> looked = read.page(new Paging(Paging.MAX_SIZE, page.after()));
        List<M> wanted = looked.items().stream().filter(filter).toList();
        return wanted.size() <= page.size()
                ? new Paging.Listing<>(wanted, looked.next())
                : new Paging.Listing<>(
                        wanted.subList(0, page.size()), Paging.token(key.apply(wanted.get(page.size() - 1))));
    }
}
