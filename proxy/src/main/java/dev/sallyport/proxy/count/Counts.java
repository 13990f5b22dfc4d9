package dev.sallyport.proxy.count;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one proxy. */
public final class Counts {

    private final Map<Count, LongAdder> adders = new EnumMap<>(Count.class);

    /** All at zero. */
    public Counts() {
        for (Count count : Count.values()) {
            adders.put(count, new LongAdder());
        }
    }

    /** One more. */
    public void add(Count count) {
        add(count, 1);
    }

    /** So many more. */
    public void add(Count count, long many) {
        adder(count).add(many);
    }

    /** How many so far. */
    public long of(Count count) {
        return adder(count).sum();
    }

    private LongAdder adder(Count count) {
        LongAdder adder = adders.get(count);
        if (adder == null) {
            throw new IllegalStateException("every count has its adder");
        }
        return adder;
    }
}
