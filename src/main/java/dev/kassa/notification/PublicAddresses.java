package dev.kassa.notification;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names, and refuses one that leads into a private network. The client connects to just the addresses that it
 * is given here, so that what was checked is what is reached, whatever the name says a moment later.
 */
final class PublicAddresses implements DnsResolver {
    /** What the IANA registers list as not globally reachable, or as documentation, or as tunnels into IPv4. */
    private static final List<Block> NOT_PUBLIC = Block.list(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** All else of IPv6 is loopback, link-local, unique local, multicast, mapped or translated IPv4, or not assigned. */
    private static final Block GLOBAL_UNICAST = Block.of("2000::/3");

    private final Names names;

    PublicAddresses(Names names) {
        this.names = names;
    }

    /** How names are resolved. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * The addresses of a name.
     *
     * @throws NotPublicException where one of them is not public: then none of them is trusted
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = names.resolve(host);
        if (!Arrays.stream(addresses).allMatch(PublicAddresses::isPublic)) {
            throw new NotPublicException();
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        return NOT_PUBLIC.stream().noneMatch(block -> block.holds(bytes))
                && (bytes.length == 4 || GLOBAL_UNICAST.holds(bytes));
    }

    /** An address that a merchant's URL must not lead to. */
    static final class NotPublicException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        private NotPublicException() {
            super("an address that is not public");
        }
    }

    private record Block(List<Byte> prefix, int bits) {
        static List<Block> list(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        static Block of(String text) {
            var parts = text.split("/", 2);
            var bytes = InetAddress.ofLiteral(parts[0]).getAddress();
            var prefix = new ArrayList<Byte>();
            for (byte next : bytes) {
                prefix.add(next);
            }
            return new Block(List.copyOf(prefix), Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix.get(bit / 8) & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
