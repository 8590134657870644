package dev.kassa.operations.codec;

/** What a key lets its owner see. */
enum View {
    /** What an operator needs; customers' data is masked. */
    MASKED,
    /** All that was encrypted. Sealed tokens are sealed within it, by another key. */
    FULL
}
