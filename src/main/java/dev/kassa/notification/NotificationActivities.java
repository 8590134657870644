package dev.kassa.notification;

import dev.kassa.checkout.MerchantDeliveries.Delivery;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a notification asks of the world. */
@ActivityInterface(namePrefix = "")
public interface NotificationActivities {
    /** The type of a failure that is a try's outcome; its detail is an {@link Undelivered}. */
    String UNDELIVERED = "UNDELIVERED";

    /**
     * Returns once every earlier notification of the same checkout is over; until then it fails, to be called again.
     */
    @ActivityMethod(name = "earlierNotificationsAreOver")
    void earlierNotificationsAreOver(NotificationId id);

    /** One try, by the merchant's present URL and secret; answers the HTTP status, which is 2xx. */
    @ActivityMethod(name = "deliverNotification")
    int deliverNotification(Notification notification);

    /** Counts and logs how it ended. */
    @ActivityMethod(name = "notificationEnded")
    void notificationEnded(Notification notification, Delivery ended);

    /**
     * A try that did not deliver.
     *
     * @param httpStatus absent where there was no answer
     * @param fault in words that name neither path nor secret
     * @param retryAfter how long the receiver asks us to wait
     */
    record Undelivered(
            @Nullable Integer httpStatus,
            String fault,
            @Nullable Duration retryAfter) {
        boolean isGone() {
            return httpStatus != null && httpStatus == 410;
        }
    }
}
