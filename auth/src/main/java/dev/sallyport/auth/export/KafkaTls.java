package dev.sallyport.auth.export;

import java.io.IOException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of each connection to a broker, from files that are read for it. Public, with a constructor without arguments, since
 * Kafka's client makes it by its name.
 */
public final class KafkaTls implements SslEngineFactory {

    /** The client's setting that holds the {@link ExportTls}. */
    static final String FILES = "sallyport.tls";

    private @Nullable ExportTls tls;

    @Override
    public void configure(Map<String, ?> settings) {
        tls = (ExportTls) settings.get(FILES);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        try {
            SSLEngine engine = Objects.requireNonNull(tls).context().createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
            engine.setSSLParameters(parameters);
            return engine;
        } catch (IOException e) {
            throw new KafkaException(e.getMessage(), e);
        }
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("a producer serves nobody");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
