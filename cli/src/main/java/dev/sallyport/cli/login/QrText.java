package dev.sallyport.cli.login;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as text: two modules a character, by half blocks, with the quiet zone that readers need. Light is drawn, for dark terminals. */
final class QrText {

    private static final int QUIET = 2;

    private QrText() {}

    static String of(String content) {
        QrCode code = QrCode.encodeText(content, QrCode.Ecc.LOW);
        StringBuilder text = new StringBuilder();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = !code.getModule(x, y + 1);
                text.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
