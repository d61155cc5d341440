import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;
import java.text.MessageFormat;

/**
 * Checks every EPUB it is given in one start of Java: a line for each message (file, severity, id, place, words),
 * and a line `done` for each file that was checked to its end. Fields are divided by tabs.
 */
public final class Epubs {
    private static final class Lines extends MasterReport {
        private final String name;

        Lines(String name) {
            this.name = name;
            setEpubFileName(name);
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... gaps) {
            if (message.getSeverity() == Severity.SUPPRESSED) {
                return;
            }
            String said = message.getMessage(gaps).replaceAll("[\\t\\r\\n]+", " ");
            say(message.getSeverity() + "\t" + message.getID() + "\t" + location + "\t" + said);
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) { }

        @Override
        public int generate() {
            return 0;
        }

        @Override
        public void initialize() { }

        void say(String line) {
            System.out.println(name + "\t" + line);
        }
    }

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            Lines lines = new Lines(name);
            new EpubCheck(new File(name), lines).doValidate();
            lines.say("done");
        }
    }
}
