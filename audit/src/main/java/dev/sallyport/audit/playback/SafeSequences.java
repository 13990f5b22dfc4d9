package dev.sallyport.audit.playback;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sequences that a terminal gets from a recording: those that move, draw, erase, colour and scroll. A list of what
 * is allowed, since terminals differ and learn new ones. So these never get through: window and icon titles, the
 * clipboard (OSC 52), links, notifications, all other strings (OSC, DCS, APC, PM, SOS); whatever makes a terminal answer on the keyboard's
 * side (ENQ, DA, DSR, DECRQM, DECRQSS, DECREQTPARM, window reports); printing (media copy); and modes that change what keys and mouse send.
 */
final class SafeSequences {

    /** Backspace, tab, line feed, vertical tab, form feed, carriage return, shift out and in; the bell may ring. */
    private static final String CONTROLS = "\u0007\b\t\n\u000B\f\r\u000E\u000F";

    /** Save and restore, index, next line, tab stop, reverse index, keypad, single shifts; character sets; alignment test. */
    private static final Pattern ESCAPES = Pattern.compile("[78DEHMNO]|[()*+][0-9A-Z<=>`]|#[34568]");

    /** Cursor, erase, insert, delete, scroll, repeat, tabs, colours, region, save and restore. */
    private static final Pattern CSIS =
            Pattern.compile("[0-9;:]*[A-HJKLMPSXZ@`abdefgmrsu]|[0-9]*[IT]|[0-6]? q|!p|\\?[0-9;]*[JK]");

    private static final Pattern MODES = Pattern.compile("(\\??)([0-9;]{1,32})([hl])");

    /** Insert. */
    private static final Set<String> ANSI_MODES = Set.of("4");

    /** Reverse screen, origin, wrap, blinking and visible cursor, the other screen, synchronised output. */
    private static final Set<String> PRIVATE_MODES =
            Set.of("5", "6", "7", "12", "25", "45", "47", "1047", "1048", "1049", "2026");

    private SafeSequences() {}

    static boolean isSafeControl(char control) {
        return CONTROLS.indexOf(control) >= 0;
    }

    static boolean isSafeEscape(String sequence) {
        return ESCAPES.matcher(sequence).matches();
    }

    static boolean isSafeCsi(String sequence) {
        return CSIS.matcher(sequence).matches() || isSafeMode(sequence);
    }

    private static boolean isSafeMode(String sequence) {
        Matcher mode = MODES.matcher(sequence);
        if (!mode.matches()) {
            return false;
        }
        Set<String> allowed = mode.group(1).isEmpty() ? ANSI_MODES : PRIVATE_MODES;
        return allowed.containsAll(Set.of(mode.group(2)));
    }
}
