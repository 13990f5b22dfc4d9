package dev.sallyport.cli.command;

import dev.sallyport.api.v1.ListMember;
import picocli.CommandLine.Option;

/** Who is meant: one of both. */
final class ListsMember {

    @Option(names = "--user", paramLabel = "USER", description = "This person.")
    private String user = "";

    @Option(names = "--list", paramLabel = "LIST", description = "All who are on that list.")
    private String list = "";

    ListMember.Builder message() {
        ListMember.Builder member = ListMember.newBuilder();
        return list.isEmpty() ? member.setUser(user) : member.setList(list);
    }
}
