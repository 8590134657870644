package dev.kassa.demo;

/** What the shop sells. */
enum Article {
    HELMET("Winter helmet", 5918, 1),
    LAMP("Hub dynamo lamp", 3450, 1),
    SOCKS("Wool socks, a pair", 1234, 2),
    BELL("Brass bell", 1890, 0);

    /** 25 % of the net price is a fifth of what is paid. */
    private static final int TAX_SHARE = 5;

    private final String title;
    private final int price;
    private final int atFirst;

    /**
     * @param price in cents, tax included
     * @param atFirst how many lie in the basket when the shop opens
     */
    Article(String title, int price, int atFirst) {
        this.title = title;
        this.price = price;
        this.atFirst = atFirst;
    }

    int atFirst() {
        return atFirst;
    }

    /** A line of the basket, in Klarna's measures. */
    DemoShop.LineItem times(int quantity) {
        int total = price * quantity;
        return new DemoShop.LineItem(title, quantity, price, total, total / TAX_SHARE);
    }
}
