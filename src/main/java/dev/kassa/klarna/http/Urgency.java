package dev.kassa.klarna.http;

/** What a call may use of Kassa's budget at Klarna. */
enum Urgency {
    /** A customer has paid, or must no longer be able to: all of it. */
    MONEY_AT_RISK,
    /** New customers and looks at waiting ones: most of it, so that the others never starve behind them. */
    CAN_WAIT
}
