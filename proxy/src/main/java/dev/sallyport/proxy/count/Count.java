package dev.sallyport.proxy.count;

/** The things that are counted; {@code name} and {@code help} are what a metrics page shows. */
public enum Count {
    ACCEPTED("sallyport_proxy_connections_accepted_total", "Connections accepted"),
    REFUSED_LIMIT("sallyport_proxy_connections_over_limit_total", "Connections refused by a limit"),
    BAD_BEGINNINGS("sallyport_proxy_bad_beginnings_total", "Connections whose first bytes were wrong, or too slow"),
    KNOCKS_REFUSED("sallyport_proxy_knocks_refused_total", "Knocks refused, for whatever reason"),
    PASSAGES("sallyport_proxy_passages_total", "Passages opened from a client to an agent"),
    DIALS("sallyport_proxy_dials_total", "Dials sent to agents, spares apart"),
    DIALS_FAILED("sallyport_proxy_dials_failed_total", "Dials that ended without a connection"),
    SPARES_USED("sallyport_proxy_spares_used_total", "Passages that took a waiting data connection"),
    DATA_REFUSED("sallyport_proxy_data_connections_refused_total", "Data connections without a place or proof"),
    STREAMS_OPENED("sallyport_proxy_streams_opened_total", "Control streams opened"),
    STREAMS_ENDED("sallyport_proxy_streams_ended_total", "Control streams ended"),
    TO_AGENT_BYTES("sallyport_proxy_to_agent_bytes_total", "Bytes delivered to agents"),
    TO_CLIENT_BYTES("sallyport_proxy_to_client_bytes_total", "Bytes delivered to clients"),
    RELAYS_CUT("sallyport_proxy_relays_cut_total", "Relays that ended by a reset or a cut");

    private final String metric;
    private final String help;

    Count(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    /** Its name on a metrics page. */
    public String metric() {
        return metric;
    }

    /** One line about it. */
    public String help() {
        return help;
    }
}
