package dev.sallyport.pki;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.spec.ECPoint;

/** The curve P-256 (FIPS 186-5, SP 800-186 3.2.1.3): y² = x³ - 3x + b over the prime field p. */
final class P256 {

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256() {}

    /**
     * The JDK's key factory lets any coordinates pass. The cofactor is 1: a point on the curve is in the right group (SP
     * 800-56A 5.6.2.3.4).
     *
     * @throws InvalidKeyException for any other point, and for infinity
     */
    static void requireOnCurve(ECPoint point) throws InvalidKeyException {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            throw new InvalidKeyException("the point at infinity is no key");
        }
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(B);
        if (!isOfField(x)
                || !isOfField(y)
                || y.multiply(y).subtract(right).mod(P).signum() != 0) {
            throw new InvalidKeyException("a point that is not on the curve");
        }
    }

    private static boolean isOfField(BigInteger coordinate) {
        return coordinate.signum() >= 0 && coordinate.compareTo(P) < 0;
    }
}
