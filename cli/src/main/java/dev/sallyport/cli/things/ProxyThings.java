package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.JoinedProxy;
import dev.sallyport.api.v1.ListProxiesReply;
import dev.sallyport.api.v1.MachineServiceGrpc;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveProxyRequest;
import dev.sallyport.cli.document.Document;
import java.util.List;

/** Proxies that joined, by name or id. */
final class ProxyThings implements Things {

    private final MachineServiceGrpc.MachineServiceBlockingStub service;

    ProxyThings(ApiChannel channel) {
        this.service = MachineServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<JoinedProxy> all(String filter) {
        return Pages.all(
                filter, service::listProxies, ListProxiesReply::getProxiesList, ListProxiesReply::getNextPageToken);
    }

    @Override
    public JoinedProxy one(String name) {
        List<JoinedProxy> found = all(Listed.is("name", name) + " || " + Listed.is("id", name));
        return Listed.one(found, "proxy", "proxies", name, JoinedProxy::getId);
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        throw Listed.notMade("proxy", "it joins with a token ('sally tokens add --type=proxy')");
    }

    @Override
    public void remove(String name) {
        String id = one(name).getId();
        GrpcFailures.calling(() ->
                service.removeProxy(RemoveProxyRequest.newBuilder().setId(id).build()));
    }
}
