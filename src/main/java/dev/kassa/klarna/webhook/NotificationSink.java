package dev.kassa.klarna.webhook;

/** Where verified notifications go. */
public interface NotificationSink {
    /**
     * Makes the fact durable before it returns, also the second time; what concerns nobody is done by returning.
     *
     * <p>Takes no longer than 9 s, so that Klarna has its answer within 10 s.
     *
     * @throws NotDurableException where the fact may be lost unless Klarna sends it again
     */
    void accept(Notification notification) throws NotDurableException;
}
