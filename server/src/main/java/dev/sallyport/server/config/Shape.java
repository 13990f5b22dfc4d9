package dev.sallyport.server.config;

import java.time.Duration;
import java.util.List;

/** What a value must look like. {@link #expected()} is how an error and the reference say it. */
sealed interface Shape {

    String expected();

    /** Keys of its own. */
    record Section(List<Key> keys) implements Shape {
        public Section {
            keys = List.copyOf(keys);
        }

        @Override
        public String expected() {
            return "a section with keys";
        }
    }

    /** Text, not empty, at most {@code longest} characters. */
    record Text(int longest) implements Shape {
        @Override
        public String expected() {
            return "text of 1 to " + longest + " characters";
        }
    }

    /** Text that is never repeated in a message. */
    record Secret() implements Shape {
        @Override
        public String expected() {
            return "a secret as text";
        }
    }

    /** true or false. */
    record Flag() implements Shape {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number. */
    record Count(long least, long most) implements Shape {
        @Override
        public String expected() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /** A length of time: a number and ms, s, m or h. */
    record Time(Duration least, Duration most) implements Shape {
        @Override
        public String expected() {
            return "a time from " + Times.text(least) + " to " + Times.text(most) + ", such as 30s or 5m";
        }
    }

    /** HOST:PORT, [IPV6]:PORT. */
    record Address() implements Shape {
        @Override
        public String expected() {
            return "HOST:PORT";
        }
    }

    /** HOST:PORT of this machine alone, or the word {@value #NONE}. */
    record LoopbackOrNone() implements Shape {
        static final String NONE = "none";

        @Override
        public String expected() {
            return "HOST:PORT of a loopback address, or none";
        }
    }

    /** Where a file or a directory is; relative ones count from the configuration's directory. */
    record File() implements Shape {
        @Override
        public String expected() {
            return "a path";
        }
    }

    /** One of these words. */
    record Choice(List<String> words) implements Shape {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", words);
        }
    }

    /** {@code sha256:} and 64 hexadecimal digits. */
    record Pin() implements Shape {
        @Override
        public String expected() {
            return "sha256: and 64 hexadecimal digits";
        }
    }

    /** A literal IP address, or a range of them as CIDR; never a name. */
    record Range() implements Shape {
        @Override
        public String expected() {
            return "an IP address or a range such as 10.0.0.0/8";
        }
    }

    /** A list of at most {@code most} values. */
    record Many(Shape each, int most) implements Shape {
        @Override
        public String expected() {
            return "a list of at most " + most + ", each " + each.expected();
        }
    }

    /** Names and values that the person chooses. */
    record Labels(int most) implements Shape {
        @Override
        public String expected() {
            return "at most " + most + " names, each with a text as its value";
        }
    }
}
