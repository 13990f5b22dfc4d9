package dev.sallyport.cli.things;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.role.Fault;
import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.role.RoleReading;
import dev.sallyport.api.v1.GetRoleRequest;
import dev.sallyport.api.v1.ListRolesReply;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.Mistakes;
import dev.sallyport.model.Failure;
import java.util.List;

/** The roles of a cluster. */
public final class RoleThings implements Things {

    private final RoleServiceGrpc.RoleServiceBlockingStub service;

    public RoleThings(ApiChannel channel) {
        this.service = RoleServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<Role> all(String filter) {
        return Pages.all(filter, service::listRoles, ListRolesReply::getRolesList, ListRolesReply::getNextPageToken);
    }

    @Override
    public Role one(String name) {
        return GrpcFailures.calling(
                () -> service.getRole(GetRoleRequest.newBuilder().setName(name).build()));
    }

    /** @param mode what has to be there before; a dry run changes nothing */
    public Role put(Role role, PutMode mode, boolean dryRun) {
        PutRoleRequest request = PutRoleRequest.newBuilder()
                .setRole(role)
                .setMode(mode)
                .setDryRun(dryRun)
                .build();
        return GrpcFailures.calling(() -> service.putRole(request));
    }

    @Override
    public void check(Document document) {
        Role _ = checked(document);
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        return new Stored(put(checked(document), mode, dryRun).getMetadata().getName(), "");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() ->
                service.removeRole(RemoveRoleRequest.newBuilder().setName(name).build()));
    }

    /** @throws Failure INVALID with the place of each mistake in the file */
    public static Role checked(Document document) {
        Role role = (Role) document.message();
        if (RoleReader.read(role) instanceof RoleReading.Faulty(List<Fault> faults)) {
            Mistakes mistakes = new Mistakes();
            faults.forEach(fault -> mistakes.add(
                    document.place(fault.path()),
                    fault.path() + (fault.column() > 1 ? ", character " + fault.column() : "") + ": " + fault.text()));
            mistakes.orFail();
        }
        return role;
    }
}
