import java.io.BufferedReader;
import java.io.InputStreamReader;

/** What the programs in Java have in common: lines are asked and answered. ../README.md says which. */
abstract class Program {
    /** Listens on a free port until the process ends. */
    abstract int serve(String certificates, String key) throws Exception;

    /** Null if all went well, otherwise who broke it off, and the words. */
    abstract String connect(int port, String trust, String name) throws Exception;

    void run() throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null; ) {
            System.out.println(answer(line.split("\t")).replace('\n', ' '));
        }
        System.exit(0);
    }

    private String answer(String[] asked) {
        try {
            switch (asked[0]) {
                case "serve":
                    return "listening\t" + serve(asked[1], asked[2]);
                case "connect":
                    var words = connect(Integer.parseInt(asked[1]), asked[2], asked[3]);
                    return words == null ? "ok\t" : words;
                default:
                    return "what?\t";
            }
        } catch (Throwable thrown) {
            return (asked[0].equals("serve") ? "refused\t" : "client\t") + words(thrown);
        }
    }

    /** The words of a failure and of all its causes. */
    static String words(Throwable thrown) {
        var words = new StringBuilder();
        for (var it = thrown; it != null; it = it.getCause()) {
            words.append(words.length() == 0 ? "" : " / ").append(it);
        }
        return words.toString();
    }
}
