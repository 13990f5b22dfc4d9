package dev.sallyport.proxy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.machine.ApiRenewer;
import dev.sallyport.api.machine.Joining;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineChannel;
import dev.sallyport.api.machine.Renewal;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.model.Failure;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.link.AuthConnector;
import dev.sallyport.proxy.link.AuthExchange;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proxy of one cluster, as an object that can be made several times in one process. {@link #start} joins where needed and returns when
 * the ports are open; until auth has told its keys, knocks are answered with "try again".
 */
public final class ProxyRole implements AutoCloseable {

    private final FrontDoor door;
    private final List<AutoCloseable> upkeep;

    private ProxyRole(FrontDoor door, List<AutoCloseable> upkeep) {
        this.door = door;
        this.upkeep = upkeep;
    }

    /**
     * Joins or loads the identity, opens the ports, begins to report to auth.
     *
     * @throws Failure as {@link Joining#enter} says; UNAVAILABLE where a port cannot be had
     */
    public static ProxyRole start(ProxySettings settings, InstantSource clock, SecureRandom random) {
        LiveMachine machine = new Joining(clock, random)
                .enter(new Joining.Settings(
                        settings.stateDirectory(),
                        settings.authAddress(),
                        MachineType.MACHINE_TYPE_PROXY,
                        name(settings),
                        settings.token(),
                        settings.pins()));
        ApiChannel channel = MachineChannel.open(settings.authAddress(), machine, clock);
        List<AutoCloseable> upkeep = new ArrayList<>();
        try {
            AuthConnector connector =
                    orders -> ProxyServiceGrpc.newStub(channel.channel()).link(orders);
            FrontDoor door = FrontDoor.open(
                    settings, machine, connector, new AuthExchange(channel.channel())::exchange, clock, random);
            upkeep.add(Renewal.start(machine, new ApiRenewer(channel, random), clock, Sleeper.SYSTEM, random));
            upkeep.add(channel);
            return new ProxyRole(door, upkeep);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The host of the public address: what the proxy joins as. */
    private static String name(ProxySettings settings) {
        String address =
                settings.publicAddress().orElseGet(() -> settings.listen().getHostString() + ":0");
        return address.substring(0, address.lastIndexOf(':')).replace("[", "").replace("]", "");
    }

    /** Where it listens: the real port where port 0 was asked for. */
    public InetSocketAddress address() {
        return door.address();
    }

    /** Where its SSH port listens, if it has one. */
    public Optional<InetSocketAddress> sshAddress() {
        return door.sshAddress();
    }

    /** Whether it can let people through: auth has told its keys. */
    public boolean ready() {
        return door.ready();
    }

    /** Whether auth is there now; without it, what is known goes on serving. */
    public boolean linked() {
        return door.linked();
    }

    /** What it has counted since its start. */
    public Counts counts() {
        return door.counts();
    }

    /** What there is at this moment. */
    public ProxyGauges gauges() {
        return door.gauges();
    }

    /**
     * Stops gently: sends agents away, lets nobody in, waits for passages to end. Blocks until the last has ended or the time is over; what
     * is left then is cut by {@link #close}.
     *
     * @return whether all ended by themselves
     */
    public boolean drain(Duration patience) throws InterruptedException {
        return door.drain(patience);
    }

    /** Cuts what is left, closes everything. */
    @Override
    public void close() {
        door.close();
        for (AutoCloseable part : upkeep) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the proxy did not close", e);
            }
        }
    }
}
