package dev.kassa.runtime;

/**
 * What is wrong with one property.
 *
 * @param property its full name
 * @param fault a predicate for a sentence that begins with the name; never quotes a value, which may be a secret
 */
record PropertyFault(String property, String fault) {
    static PropertyFault missing(String property) {
        return new PropertyFault(property, "is missing");
    }
}
