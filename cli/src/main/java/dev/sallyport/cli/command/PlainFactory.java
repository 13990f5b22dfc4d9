package dev.sallyport.cli.command;

import java.util.ArrayList;
import picocli.CommandLine.IFactory;

/**
 * Makes what annotations name, by the constructor without arguments, and lists for options that can be repeated. Picocli's own factory first searches every jar for a scripting language,
 * which costs a start 30 ms.
 */
final class PlainFactory implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws ReflectiveOperationException {
        if (type.isAssignableFrom(ArrayList.class)) {
            return type.cast(new ArrayList<>());
        }
        return type.getDeclaredConstructor().newInstance();
    }
}
