package dev.sallyport.api;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Locale;

/** Enumerated values as people write them. */
public final class EnumWords {

    private EnumWords() {}

    /** {@code MACHINE_TYPE_NODE} of {@code MachineType} is {@code node}. */
    public static String word(EnumValueDescriptor value) {
        String type =
                value.getType().getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + "_";
        String name = value.getName();
        return (name.startsWith(type) ? name.substring(type.length()) : name).toLowerCase(Locale.ROOT);
    }
}
