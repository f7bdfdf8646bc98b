// Reads a certificate and its key from PEM files. Exception messages name the file and the remedy.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RouteGen.Handling;

namespace RouteGen.Serving;

internal static class PemPair
{
    // Longest file, in characters. A certificate has a few thousand.
    private const int CharsMax = 1024 * 1024;

    // As in Go's X509KeyPair, the first certificate of the file is the server's; the others are its chain.
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to read a file.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
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
                $"The key in '{keyFile}' does not belong to the certificate in '{certFile}', or one of them is damaged "
                    + $"({failure.Message.TrimEnd('.')});"
                + " pass the two files that belong together.",
                failure);
        }
    }

    /// <summary>Reads a file as text. Exception messages name the file and the remedy.</summary>
    internal static string Read(string file, string what)
    {
        try
        {
            // Opening a FIFO would block the start of the server, or a handshake, until another process writes to the FIFO.
            if (!RegularFile.MayOpen(file)) throw RegularFile.NotRegular();
            return ReadBounded(file, what);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && Directory.Exists(file))
        {
            throw new IOException($"The {what} file '{file}' is a directory; pass the path of a PEM file in it.", failure);
        }
        catch (NotRegularFileException failure)
        {
            throw new IOException($"The {what} file '{file}' is not a regular file; pass the path of a PEM file.", failure);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"The {what} file '{file}' does not exist; pass the path of a PEM file.", file, failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"The {what} file '{file}' is not readable by this process; change its owner or its mode.", failure);
        }
    }

    private static string ReadBounded(string file, string what)
    {
        using var reader = new StreamReader(RegularFile.OpenRead(file));
        var text = new char[4096];
        var count = 0;
        while (reader.Read(text, count, text.Length - count) is > 0 and var more)
        {
            count += more;
            if (count > CharsMax)
                throw new IOException($"The {what} file '{file}' has more than {CharsMax} characters; pass the path of a PEM file.");
            if (count == text.Length) Array.Resize(ref text, 2 * count);
        }

        return new string(text, 0, count);
    }

    private static void Check(string certFile, string certText, string keyFile, string keyText)
    {
        if (!certText.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The certificate file '{certFile}' contains no certificate in PEM format; convert it, for example with 'openssl x509 "
                    + $"-outform pem'.");
        if (keyText.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            || keyText.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The key in '{keyFile}' is encrypted; decrypt it with 'openssl pkey -in {keyFile} -out FILE', or load the "
                    + $"certificate yourself.");
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new CryptographicException(
                $"The key file '{keyFile}' contains no private key in PEM format; convert it, for example with 'openssl pkey'.");
    }
}
