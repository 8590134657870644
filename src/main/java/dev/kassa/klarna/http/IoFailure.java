package dev.kassa.klarna.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** How an exchange can fail without a whole answer. */
enum IoFailure {
    /** No connection stood, so nothing was sent: DNS, refused, TLS, connect timeout. */
    NO_CONNECTION,
    /** Sent, and no whole answer in time. */
    TIMEOUT,
    /** The connection ended, perhaps after Klarna had read the request. */
    CUT;

    /**
     * Reads the JDK client's exception.
     *
     * <p>Only exceptions that cannot come after Klarna took the request count as {@link #NO_CONNECTION}. That our client
     * certificate is refused is among them, though TLS 1.3 tells it after our first bytes: they were not accepted. Where
     * a reset overtakes that alert, and for every other {@code SSLException}, it is {@link #CUT}.
     */
    static IoFailure of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (isBeforeSending(t)) {
                return NO_CONNECTION;
            }
            if (t instanceof HttpTimeoutException) {
                return TIMEOUT;
            }
        }
        return CUT;
    }

    private static boolean isBeforeSending(Throwable t) {
        return t instanceof ConnectException
                || t instanceof HttpConnectTimeoutException
                || t instanceof UnknownHostException
                || t instanceof UnresolvedAddressException
                || t instanceof NoRouteToHostException
                || t instanceof SSLHandshakeException
                || t instanceof SSLPeerUnverifiedException;
    }
}
