package dev.sallyport.auth.sso.saml;

import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * XML of strangers: no document type, so no entities; nothing is fetched; bounded in size and depth. Comments and processing
 * instructions are refused: they are in no signature, and a name with one in its middle is read in two ways.
 */
final class SamlXml {

    static final int MOST_BYTES = 1 << 18;
    private static final String DEEPEST = "64";

    private SamlXml() {}

    /** @throws dev.sallyport.model.Failure UNAUTHENTICATED where it is not such XML */
    static Element parse(byte[] text) {
        if (text.length > MOST_BYTES) {
            throw ProviderRefusals.unproved("the provider's XML is larger than " + MOST_BYTES + " bytes");
        }
        try {
            Document document = builder().parse(new ByteArrayInputStream(text));
            requirePlain(document);
            return document.getDocumentElement();
        } catch (SAXException | IOException e) {
            throw ProviderRefusals.unproved("the provider's XML cannot be read ("
                    + ProviderRefusals.shown(String.valueOf(e.getMessage())) + ")");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's parser has these features", e);
        }
    }

    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // Without a handler of our own the parser writes to the terminal.
        builder.setErrorHandler(new DefaultHandler());
        return builder;
    }

    private static void requirePlain(Node node) {
        short type = node.getNodeType();
        if (type == Node.COMMENT_NODE || type == Node.PROCESSING_INSTRUCTION_NODE) {
            throw ProviderRefusals.unproved("the provider's XML has a comment or an instruction in it: expected none");
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            requirePlain(child);
        }
    }

    static boolean is(Node node, String namespace, String name) {
        return node.getNodeType() == Node.ELEMENT_NODE
                && namespace.equals(node.getNamespaceURI())
                && name.equals(node.getLocalName());
    }

    /** The children of this name. */
    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (is(child, namespace, name)) {
                children.add((Element) child);
            }
        }
        return children;
    }

    /** @throws dev.sallyport.model.Failure UNAUTHENTICATED where there are several */
    static Optional<Element> child(Element parent, String namespace, String name) {
        List<Element> children = children(parent, namespace, name);
        if (children.size() > 1) {
            throw ProviderRefusals.unproved(
                    "several elements " + name + " in " + parent.getLocalName() + ": expected one");
        }
        return children.stream().findFirst();
    }

    /** @throws dev.sallyport.model.Failure UNAUTHENTICATED where there is not exactly one */
    static Element only(Element parent, String namespace, String name) {
        return child(parent, namespace, name)
                .orElseThrow(() -> ProviderRefusals.unproved(
                        "no element " + name + " in " + parent.getLocalName() + ": expected one"));
    }

    /** All elements below and including this one. */
    static List<Element> all(Element root) {
        List<Element> all = new ArrayList<>(List.of(root));
        for (Node child = root.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                all.addAll(all(element));
            }
        }
        return all;
    }

    static String text(Element element) {
        return element.getTextContent().strip();
    }
}
