package dev.sallyport.audit.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the catalogue says of an event. Once released, none of it changes but the text. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Catalogued {
    /** Dotted name, {@code session.start}. */
    String type();

    /** Three letters, three digits, severity: {@code I}, {@code W} or {@code E}. */
    String code();

    /** First version that has it. */
    String since();

    /** When it is written. */
    String meaning();
}
