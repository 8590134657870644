package dev.kassa.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** When checkouts became AUTHORIZED, asked after they are over so that the question costs the measured nothing. */
interface Ends {
    /** Returns when all of them have ended. */
    void await(List<Shoppers.Paid> last);

    /** When each of them became AUTHORIZED, by its id. */
    Map<String, Instant> of(List<Shoppers.Paid> some);
}
