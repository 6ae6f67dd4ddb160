import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cryptopro.ECGOST3410NamedCurves;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.crypto.digests.GOST3411Digest;
import org.bouncycastle.crypto.engines.GOST28147Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECGOST3410Signer;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * A check that is not ours: BouncyCastle reads files the sandbox signed (CMS, X.509, RFC 3161), hashes with its own
 * GOST R 34.11-94 (S-box D-A) and verifies with its own GOST R 34.10-2001 on the CryptoPro-A curve.
 * Arguments: files holding an attached PKCS#7, or detached ones as `signature=content`. One line per signature;
 * leaves with 1 when anything does not fit.
 */
public class Check {
  private static final String STAMP = "1.2.840.113549.1.9.16.2.14";
  private static boolean allFit = true;

  public static void main(String[] files) throws Exception {
    for (String file : files) {
      String[] paths = file.split("=", 2);
      CMSSignedData data = new CMSSignedData(Files.readAllBytes(Path.of(paths[0])));
      byte[] content = paths.length > 1
          ? Files.readAllBytes(Path.of(paths[1]))
          : (byte[]) data.getSignedContent().getContent();
      check(data, content, "signature");
    }
    System.exit(allFit ? 0 : 1);
  }

  private static void check(CMSSignedData data, byte[] content, String what) throws Exception {
    Store<X509CertificateHolder> certificates = data.getCertificates();
    for (SignerInformation signer : data.getSignerInfos().getSigners()) {
      X509CertificateHolder certificate = first(certificates.getMatches(signer.getSID()));
      Attribute digest = signer.getSignedAttributes().get(CMSAttributes.messageDigest);
      byte[] named = ASN1OctetString.getInstance(digest.getAttrValues().getObjectAt(0)).getOctets();
      boolean digestFits = Arrays.equals(named, hash(content));
      byte[] signed = hash(signer.getEncodedSignedAttributes());
      boolean signatureFits = verify(certificate.getSubjectPublicKeyInfo(), signed, signer.getSignature());
      boolean issued = issuedByOneOf(certificate, certificates);
      report(what + " digest=" + digestFits + " signature=" + signatureFits + " issued=" + issued
          + " serial=" + certificate.getSerialNumber().toString(16), digestFits && signatureFits && issued);
      AttributeTable unsigned = signer.getUnsignedAttributes();
      if (unsigned != null && unsigned.get(new ASN1ObjectIdentifier(STAMP)) != null) {
        checkStamp(unsigned.get(new ASN1ObjectIdentifier(STAMP)), signer.getSignature());
      }
    }
  }

  private static void checkStamp(Attribute attribute, byte[] signature) throws Exception {
    ContentInfo info = ContentInfo.getInstance(attribute.getAttrValues().getObjectAt(0));
    TimeStampToken token = new TimeStampToken(info);
    boolean imprint = Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), hash(signature));
    report("stamp imprint=" + imprint + " genTime=" + token.getTimeStampInfo().getGenTime().getTime(), imprint);
    CMSSignedData data = token.toCMSSignedData();
    check(data, (byte[]) data.getSignedContent().getContent(), "stamp");
  }

  private static boolean issuedByOneOf(X509CertificateHolder certificate, Store<X509CertificateHolder> all)
      throws Exception {
    byte[] digest = hash(certificate.toASN1Structure().getTBSCertificate().getEncoded());
    for (X509CertificateHolder issuer : all.getMatches(null)) {
      if (issuer.getSubject().equals(certificate.getIssuer())
          && verify(issuer.getSubjectPublicKeyInfo(), digest, certificate.getSignature())) {
        return true;
      }
    }
    return false;
  }

  private static byte[] hash(byte[] bytes) {
    GOST3411Digest digest = new GOST3411Digest(GOST28147Engine.getSBox("D-A"));
    digest.update(bytes, 0, bytes.length);
    byte[] out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }

  /** Key: x then y little-endian in an OCTET STRING in the BIT STRING. Signature: s then r, big-endian. */
  private static boolean verify(SubjectPublicKeyInfo key, byte[] digest, byte[] signature) throws Exception {
    byte[] point = ASN1OctetString.getInstance(key.getPublicKeyData().getBytes()).getOctets();
    X9ECParameters curve = ECGOST3410NamedCurves.getByNameX9("GostR3410-2001-CryptoPro-A");
    ECDomainParameters domain =
        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    ECGOST3410Signer signer = new ECGOST3410Signer();
    signer.init(false, new ECPublicKeyParameters(
        curve.getCurve().createPoint(littleEndian(point, 0), littleEndian(point, 32)), domain));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    return signer.verifySignature(digest, r, s);
  }

  private static BigInteger littleEndian(byte[] bytes, int from) {
    byte[] reversed = new byte[32];
    for (int i = 0; i < 32; i++) reversed[31 - i] = bytes[from + i];
    return new BigInteger(1, reversed);
  }

  private static X509CertificateHolder first(Collection<X509CertificateHolder> found) {
    return found.iterator().next();
  }

  private static void report(String line, boolean fits) {
    System.out.println((fits ? "ok " : "NO ") + line);
    allFit &= fits;
  }
}
