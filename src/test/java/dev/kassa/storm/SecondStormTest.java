package dev.kassa.storm;

/** The second half of a build's storm. */
class SecondStormTest extends Gust {
    SecondStormTest() {
        super(2);
    }
}
