package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.StringList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Maps of lists in messages. */
final class Lists {

    private Lists() {}

    static Map<String, List<String>> read(Map<String, StringList> message) {
        Map<String, List<String>> lists = new TreeMap<>();
        message.forEach((name, list) -> lists.put(name, List.copyOf(list.getValuesList())));
        return lists;
    }

    static Map<String, StringList> write(Map<String, List<String>> lists) {
        Map<String, StringList> message = new TreeMap<>();
        lists.forEach((name, list) ->
                message.put(name, StringList.newBuilder().addAllValues(list).build()));
        return message;
    }
}
