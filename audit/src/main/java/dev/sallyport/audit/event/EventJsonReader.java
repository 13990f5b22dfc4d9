package dev.sallyport.audit.event;

import java.util.Map;

/** Reads what {@link EventJson} writes, and no other JSON. Every method throws IllegalArgumentException where it is not there. */
final class EventJsonReader {

    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;

    EventJsonReader(String text) {
        this.text = text;
    }

    void expect(String what) {
        if (!text.startsWith(what, at)) {
            throw wrong(what);
        }
        at += what.length();
    }

    void end() {
        if (at != text.length()) {
            throw wrong("its end");
        }
    }

    long number() {
        int from = at;
        while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        return Long.parseLong(text.substring(from, at));
    }

    String string() {
        expect("\"");
        int close = text.indexOf('"', at);
        if (close >= 0 && text.substring(at, close).indexOf('\\') < 0) {
            String plain = text.substring(at, close);
            at = close + 1;
            return plain;
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            value.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at++));
        }
        expect("\"");
        return value.toString();
    }

    private char escaped() {
        if (text.startsWith("\\u", at) && at + 2 + HEX_DIGITS <= text.length()) {
            at += 2 + HEX_DIGITS;
            return (char) Integer.parseInt(text.substring(at - HEX_DIGITS, at), 16);
        }
        if (at + 1 < text.length() && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\')) {
            at += 2;
            return text.charAt(at - 1);
        }
        throw wrong("an escape");
    }

    /** Names and texts up to the brace that closes them. */
    Map<String, String> members(Map<String, String> into) {
        if (text.startsWith("}", at)) {
            at++;
            return into;
        }
        while (true) {
            String name = string();
            expect(":");
            into.put(name, string());
            if (text.startsWith("}", at)) {
                at++;
                return into;
            }
            expect(",");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("expected " + expected + " at character " + at);
    }
}
