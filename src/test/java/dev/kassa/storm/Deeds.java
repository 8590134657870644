package dev.kassa.storm;

import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.sandbox.Customer;

/** What customers, merchants and operators can do. What comes of it is written into the purchase's story. */
interface Deeds {
    /** What a customer can do with a Payment Request. */
    enum Step {
        ENTERS("enter"),
        APPROVES("approve"),
        DECLINES("decline"),
        ABORTS("abort");

        /** The sandbox's command for it. */
        final String command;

        Step(String command) {
            this.command = command;
        }

        void by(Customer customer) {
            switch (this) {
                case ENTERS -> customer.enter();
                case APPROVES -> customer.approve();
                case DECLINES -> customer.decline();
                case ABORTS -> customer.abort();
            }
        }

        @Override
        public String toString() {
            return command + "s";
        }
    }

    /** With the newest Payment Request; where it is closed, or not there, in vain. */
    void customer(Purchase purchase, Step step);

    void klarnaCancels(Purchase purchase);

    /** The browser is back. */
    void returns(Purchase purchase);

    void starts(Purchase purchase);

    /** The same reference for something else. */
    void startsAnother(Purchase purchase, StartCheckout other);

    void cancels(Purchase purchase);

    void asks(Purchase purchase);

    void amends(Purchase purchase, long amount);

    void restarts(Purchase purchase);

    /** Another merchant tries its luck with this one's checkout id. */
    void strangerTries(Purchase purchase);

    /** "Request cancellation" in Temporal's UI. */
    void operatorCancels(Purchase purchase);

    /** "Terminate" in Temporal's UI; the run hears nothing of it. */
    void operatorTerminates(Purchase purchase);
}
