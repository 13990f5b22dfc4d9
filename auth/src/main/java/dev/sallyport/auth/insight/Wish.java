package dev.sallyport.auth.insight;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.Verb;
import java.util.Arrays;

/** An action as a person names it: {@code see}, {@code login=root}, or one of the verbs of administration. */
final class Wish {

    private static final String LOGIN = "login=";
    private static final String JOIN = "join=";

    private Wish() {}

    /** @throws Failure INVALID where it is none */
    static Action action(String text) {
        if (text.equals("see")) {
            return new Action.See();
        }
        if (text.startsWith(LOGIN) && text.length() > LOGIN.length()) {
            return new Action.Login(text.substring(LOGIN.length()));
        }
        if (text.startsWith(JOIN)) {
            return SessionMode.named(text.substring(JOIN.length()))
                    .<Action>map(Action.Join::new)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.INVALID,
                            "action '" + text + "': expected join=observer, join=peer or join=moderator"));
        }
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.text().equals(text))
                .<Action>map(Action.Administer::new)
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "action '" + text
                                + "': expected see, login=UNIXUSER, join=MODE, list, read, create, update or delete"));
    }

    static String text(Action action) {
        return switch (action) {
            case Action.See _ -> "see";
            case Action.Login(String login) -> LOGIN + login;
            case Action.Join(SessionMode mode) -> JOIN + mode.text();
            case Action.Administer(Verb verb) -> verb.text();
        };
    }
}
