package dev.kassa.storm;

/** The first half of a build's storm. */
class StormTest extends Gust {
    StormTest() {
        super(1);
    }
}
