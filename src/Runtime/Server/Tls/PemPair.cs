// Reads a certificate and its key from PEM files. Errors are reported in one sentence that names the file and the remedy.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen.Serving;

internal static class PemPair
{
    // Longest file, in characters. A certificate has some thousands, and a chain a few times as many.
    private const int CharsMax = 1024 * 1024;

    // The first certificate of the file is the server's; the others are its chain (as in Go's X509KeyPair).
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read a file.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    internal static ServedCertificate Load(string certFile, string keyFile)
    {
        var certText = Read(certFile, "certificate");
        var keyText = ReferenceEquals(certFile, keyFile) ? certText : Read(keyFile, "key");
        Check(certFile, certText, keyFile, keyText);
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certText, keyText);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certText);
            return new ServedCertificate(pair, chain);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CryptographicException(
                $"The key in '{keyFile}' is not that of the certificate in '{certFile}', or one of them is damaged "
                    + $"({failure.Message.TrimEnd('.')});"
                + " give the two files that belong together.",
                failure);
        }
    }

    /// <summary>Reads a file as text. Exceptions name the file.</summary>
    internal static string Read(string file, string what)
    {
        try
        {
            return ReadBounded(file, what);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"The {what} file '{file}' does not exist; give the path of a PEM file.", file, failure);
        }
        catch (UnauthorizedAccessException failure) when (Directory.Exists(file))
        {
            throw new IOException($"The {what} file '{file}' is a directory; give the path of a PEM file in it.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"The {what} file '{file}' is not readable by this process; change its owner or its mode.", failure);
        }
    }

    // A device may have no end.
    private static string ReadBounded(string file, string what)
    {
        using var reader = new StreamReader(file);
        var text = new char[4096];
        var count = 0;
        while (reader.Read(text, count, text.Length - count) is > 0 and var more)
        {
            count += more;
            if (count > CharsMax)
                throw new IOException($"The {what} file '{file}' has more than {CharsMax} characters; give the path of a PEM file.");
            if (count == text.Length) Array.Resize(ref text, 2 * count);
        }

        return new string(text, 0, count);
    }

    private static void Check(string certFile, string certText, string keyFile, string keyText)
    {
        if (!certText.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The certificate file '{certFile}' holds no certificate in PEM; convert it, for example with 'openssl x509 "
                    + $"-outform pem'.");
        if (keyText.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            || keyText.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The key in '{keyFile}' is encrypted; decrypt it with 'openssl pkey -in {keyFile} -out FILE', or load the "
                    + $"certificate yourself.");
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The key file '{keyFile}' holds no private key in PEM; convert it, for example with 'openssl pkey -outform pem'.");
    }
}
