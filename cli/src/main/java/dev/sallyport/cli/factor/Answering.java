package dev.sallyport.cli.factor;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Terminal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers challenges: by a key in this machine, by a code, or by sending the person to the browser.
 *
 * @param proxy where the person went: a key signs for no other
 * @param otp a code that was given beforehand
 */
public record Answering(
        Terminal terminal, FactorTools tools, ProxyAddress proxy, FactorMode mode, Optional<String> otp) {

    /**
     * An answer.
     *
     * @return empty: a browser answers
     * @throws Failure INVALID where nothing on this machine can, with what could
     */
    public Optional<FactorAnswer> answer(FactorChallenge challenge) {
        if (otp.isPresent() && (mode == FactorMode.AUTO || mode == FactorMode.OTP)) {
            return otp.map(Answering::code);
        }
        Optional<String> obstacle = obstacle(challenge);
        return switch (mode) {
            case KEY -> {
                obstacle.ifPresent(why -> {
                    throw Failure.of(FailureCode.NOT_FOUND, why);
                });
                yield Optional.of(byKey(challenge));
            }
            case BROWSER -> byBrowser(challenge);
            case OTP -> Optional.of(asked(challenge, "One-time code"));
            case AUTO -> obstacle.isEmpty() ? Optional.of(byKey(challenge)) : withoutKey(challenge, obstacle.get());
        };
    }

    private Optional<String> obstacle(FactorChallenge challenge) {
        return challenge.hasKey() ? tools.keys().obstacle() : Optional.of("no security key of yours will do for this");
    }

    private Optional<FactorAnswer> withoutKey(FactorChallenge challenge, String obstacle) {
        boolean codes = challenge.getOneTimeCode() || challenge.getRecoveryCode();
        if (challenge.getBrowserUrl().isEmpty()) {
            if (!codes) {
                throw Failure.of(FailureCode.NOT_FOUND, obstacle);
            }
            return Optional.of(asked(challenge, "One-time code"));
        }
        if (!codes) {
            return byBrowser(challenge);
        }
        String typed = ask("One-time code (nothing: by browser)");
        return typed.isBlank() ? byBrowser(challenge) : Optional.of(code(typed));
    }

    private FactorAnswer asked(FactorChallenge challenge, String question) {
        return code(ask(
                challenge.getRecoveryCode() && mode == FactorMode.OTP ? question + ", or recovery code" : question));
    }

    private String ask(String question) {
        return terminal.ask(question)
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "there is no terminal to ask for the one-time code. Next: --otp=CODE or SALLY_OTP"));
    }

    private static FactorAnswer code(String typed) {
        return FactorAnswer.newBuilder().setCode(typed.strip()).build();
    }

    private FactorAnswer byKey(FactorChallenge challenge) {
        requireOwn(challenge.getKey().getRpId(), challenge.getKey().getOrigin());
        say("Touch your security key to " + challenge.getSummary() + ".");
        return FactorAnswer.newBuilder()
                .setAssertion(tools.keys().sign(challenge.getKey(), this::pin))
                .build();
    }

    /** A new key's answer; empty: a browser makes it. */
    public Optional<KeyAttestation> make(DeviceOffer offer) {
        Optional<String> obstacle = tools.keys().obstacle();
        if (mode != FactorMode.BROWSER && obstacle.isEmpty()) {
            requireOwn(offer.getKey().getRpId(), offer.getKey().getOrigin());
            say("Touch the new security key.");
            return Optional.of(tools.keys().make(offer.getKey(), this::pin));
        }
        if (mode == FactorMode.KEY || offer.getBrowserUrl().isEmpty()) {
            throw Failure.of(FailureCode.NOT_FOUND, obstacle.orElse("no security key is plugged in"));
        }
        open(offer.getBrowserUrl());
        return Optional.empty();
    }

    private Optional<FactorAnswer> byBrowser(FactorChallenge challenge) {
        if (challenge.getBrowserUrl().isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "no browser may answer this: plug a security key in, or use --mfa-mode=otp where codes will do");
        }
        open(challenge.getBrowserUrl());
        return Optional.empty();
    }

    private void open(String url) {
        say("Open this in your browser, if it does not open by itself:\n  " + url);
        tools.browser().open(url);
    }

    /** A cluster that could have assertions for another one made here would collect them. */
    private void requireOwn(String rpId, String origin) {
        String host = proxy.host().toLowerCase(Locale.ROOT);
        boolean named = host.equals(rpId) || (rpId.indexOf('.') > 0 && host.endsWith("." + rpId));
        boolean here = origin.equals("https://" + host) || origin.startsWith("https://" + host + ":");
        if (!named || !here) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "the cluster asks for a signature for " + rpId + ", and you went to " + proxy.host()
                            + ": log in at --proxy=" + rpId + ":PORT if that is the cluster's name");
        }
    }

    private Optional<String> pin() {
        return terminal.askSecret("PIN of the security key");
    }

    private void say(String text) {
        text.lines().forEach(line -> terminal.err().println(Neutral.line(line)));
        terminal.err().flush();
    }

    @Override
    public String toString() {
        return "Answering[proxy=" + proxy + ", mode=" + mode + "]";
    }
}
