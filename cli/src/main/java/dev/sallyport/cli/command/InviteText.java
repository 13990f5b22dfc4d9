package dev.sallyport.cli.command;

import dev.sallyport.api.v1.Invite;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Times;
import java.util.LinkedHashMap;
import java.util.Map;

/** An invite, as an administrator hands it on. */
final class InviteText {

    private InviteText() {}

    static String of(Invite invite, boolean json, LocalOffset zone) {
        if (json) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("user", invite.getUser());
            fields.put("link", invite.getLink());
            fields.put("code", invite.getCode());
            fields.put("not_after", Fields.time(invite.getNotAfter()).toString());
            return Json.object(fields);
        }
        return Neutral.line("Invite for " + invite.getUser() + ", good once, until "
                        + Times.minute(Fields.time(invite.getNotAfter()), zone) + ":")
                + "\n\n    sally login --invite='" + Neutral.line(invite.getLink()) + "'\n\n"
                + "Hand it on by a safe way: whoever has it becomes this person.\n";
    }
}
