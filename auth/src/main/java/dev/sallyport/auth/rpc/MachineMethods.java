package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.JoinedProxy;
import dev.sallyport.api.v1.ListProxiesReply;
import dev.sallyport.api.v1.MachineServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RemoveProxyReply;
import dev.sallyport.api.v1.RemoveProxyRequest;
import dev.sallyport.auth.machines.ProxyBook;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.presence.ProxyLink;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.stream.Collectors;

/** Administration of proxies. */
public final class MachineMethods extends MachineServiceGrpc.MachineServiceImplBase {

    private final ProxyBook proxies;
    private final Presence presence;

    public MachineMethods(ProxyBook proxies, Presence presence) {
        this.proxies = proxies;
        this.presence = presence;
        proxies.onRemove(id -> presence.links().stream()
                .filter(link -> link.proxyId().equals(id))
                .forEach(link -> link.close("this proxy was removed")));
    }

    @Override
    public void listProxies(Page request, StreamObserver<ListProxiesReply> observer) {
        Answer.to(observer, () -> {
            Set<String> linked =
                    presence.links().stream().map(ProxyLink::proxyId).collect(Collectors.toSet());
            Paging.Listing<JoinedProxy> page = Filtered.page(
                    request,
                    JoinedProxy.getDefaultInstance(),
                    wanted -> proxies.list(wanted).map(entry -> proxy(entry, linked)),
                    JoinedProxy::getId);
            return ListProxiesReply.newBuilder()
                    .addAllProxies(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void removeProxy(RemoveProxyRequest request, StreamObserver<RemoveProxyReply> observer) {
        Answer.to(observer, () -> {
            proxies.remove(request.getId(), CallerContext.current().subject());
            return RemoveProxyReply.getDefaultInstance();
        });
    }

    private static JoinedProxy proxy(ProxyBook.Entry entry, Set<String> linked) {
        return JoinedProxy.newBuilder()
                .setId(entry.id())
                .setName(entry.name())
                .setCreated(Moments.of(entry.created()))
                .setLinked(linked.contains(entry.id()))
                .build();
    }
}
