package dev.kassa.checkout.api;

/** A body of more than 64 KiB. */
final class PayloadTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
