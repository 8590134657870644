package dev.kassa.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** A sandbox cannot listen where its settings say. */
public final class CannotListenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final boolean isForItsAddress;

    CannotListenException(String address, int port, Exception cause) {
        super("The sandbox cannot listen on " + address + ":" + port, cause);
        this.isForItsAddress = !isThisMachines(address);
    }

    /** Whether no port would do: the address has no meaning, or is another machine's. */
    public boolean isForItsAddress() {
        return isForItsAddress;
    }

    /** Whether this failure is one of the address or the port, and not of TLS. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    // The system words both alike, and in its own language.
    private static boolean isThisMachines(String address) {
        try (ServerSocket anyPort = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return anyPort.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
