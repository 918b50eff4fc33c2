// An archive of Mono.Security: mono Mono.exe CERTIFICATES-AS-DER,… KEY.xml FILE PASSWORD ROUNDS
using System.IO;
using System.Security.Cryptography;

class Archive {
    static void Main(string[] given) {
        var archive = new Mono.Security.X509.PKCS12 { Password = given[3], IterationCount = int.Parse(given[4]) };
        foreach (var path in given[0].Split(','))
            archive.AddCertificate(new Mono.Security.X509.X509Certificate(File.ReadAllBytes(path)));
        var key = RSA.Create();
        key.ImportParameters(Mono.Security.Cryptography.PKCS8.PrivateKeyInfo.DecodeRSA(
            new Mono.Security.Cryptography.PKCS8.PrivateKeyInfo(File.ReadAllBytes(given[1])).PrivateKey).ExportParameters(true));
        archive.AddPkcs8ShroudedKeyBag(key);
        File.WriteAllBytes(given[2], archive.GetBytes());
    }
}
