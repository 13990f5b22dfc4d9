package dev.sallyport.auth.insight;

import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Resource;
import java.util.function.Function;

/**
 * What is asked of each node.
 *
 * @param text as a person reads it: {@code login=root}
 * @param of what it is asked about there
 */
record Question(String text, Action action, Function<Resource.Node, Resource> of) {

    static Question about(Action action) {
        return new Question(Wish.text(action), action, node -> node);
    }
}
