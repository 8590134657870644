package dev.kassa.notification;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends by Apache HttpClient, which connects to the very addresses that its resolver gave and keeps the name for Host
 * and TLS; the JDK's client resolves names out of reach. No redirects, retries, cookies, proxies or kept connections.
 */
final class HttpPost implements Post, AutoCloseable {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;

    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final CloseableHttpClient http;
    private final Limits limits;

    /** How long a receiver may take: for the connection, and for all of it. */
    record Limits(Duration connect, Duration whole) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    private HttpPost(DnsResolver names, Limits limits, int atOnce) {
        this.limits = limits;
        var lines = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(lines)
                        .build())
                .setMaxConnTotal(atOnce)
                .setMaxConnPerRoute(atOnce)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(limits.connect))
                        .setSocketTimeout(timeout(limits.whole))
                        .build())
                .build();
        this.http = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((_, _, _) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(limits.connect))
                        .setResponseTimeout(timeout(limits.whole))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Kassa")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** To public addresses only. */
    static HttpPost toPublicAddresses(PublicAddresses.Names names, Limits limits, int atOnce) {
        return new HttpPost(new PublicAddresses(names), limits, atOnce);
    }

    static HttpPost toPublicAddresses(int atOnce) {
        return toPublicAddresses(InetAddress::getAllByName, Limits.USUAL, atOnce);
    }

    /** To whatever a URL leads to, this machine included. */
    static HttpPost toAnyAddress(Limits limits, int atOnce) {
        return new HttpPost(SystemDefaultDnsResolver.INSTANCE, limits, atOnce);
    }

    private static Timeout timeout(Duration limit) {
        return Timeout.of(limit);
    }

    /** In a thread of its own, so that a name server or a receiver that drips cannot stretch the limit. */
    @Override
    public Answer send(URI url, Map<String, String> headers, byte[] body) throws IOException {
        var request = new HttpUriRequestBase("POST", url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        var answer = calls.submit(() -> exchange(request));
        try {
            return answer.get(limits.whole.toMillis(), MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(tooLate(), late);
        } catch (ExecutionException failed) {
            var cause = requireNonNull(failed.getCause());
            throw new IOException(inWords(cause), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the worker stopped", interrupted);
        } finally {
            request.abort();
            answer.cancel(true);
        }
    }

    private Answer exchange(HttpUriRequestBase request) throws IOException {
        // Not by a response handler: that would read on to the end of an endless body.
        var response = http.executeOpen(null, request, null);
        try {
            skipBody(response);
            return new Answer(
                    response.getCode(), header(response, HttpHeaders.RETRY_AFTER), header(response, HttpHeaders.DATE));
        } finally {
            // First the connection: closing the response alone would read on, too.
            request.abort();
            closeQuietly(response);
        }
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException _) {
            // Its connection is gone already; that is how it should be.
        }
    }

    /** So much of it that an honest receiver can finish; what lies beyond is cut off with the connection. */
    private static void skipBody(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            content.readNBytes(LONGEST_BODY);
        }
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        var header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** The socket's limit is as long as that of the whole: which of the two is up first is chance. */
    private String tooLate() {
        return "no whole answer within " + limits.whole.toSeconds() + " s";
    }

    private String inWords(Throwable failure) {
        return switch (failure) {
            case PublicAddresses.NotPublicException _ -> "the URL leads to an address that is not public";
            case UnknownHostException _ -> "the URL's host has no address";
            case ConnectTimeoutException _ -> "no connection within " + limits.connect.toSeconds() + " s";
            case SocketTimeoutException _ -> tooLate();
            case SSLException _ -> "no TLS connection (certificate or protocol)";
            case IOException _ -> "the connection failed (" + failure.getClass().getSimpleName() + ")";
            default -> "the request could not be sent (" + failure.getClass().getSimpleName() + ")";
        };
    }

    @Override
    public void close() throws IOException {
        calls.shutdownNow();
        http.close();
    }
}
