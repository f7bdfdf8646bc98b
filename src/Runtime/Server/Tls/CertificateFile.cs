// A certificate in two files. Before each handshake the files are checked for changes, which takes a few microseconds, and reloaded if they
// have changed. Replacing them needs no signal and closes no connections.
//
// Two files cannot be replaced atomically, so a certificate may be read with another one's key. The previous certificate then stays in use,
// the problem is logged once, and the files are read again after a second, or when they change again.
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen.Serving;

internal sealed class CertificateFile
{
    private const long RetryMs = 1_000;

    private readonly Lock _gate = new();
    private readonly string _certFile;
    private readonly string _keyFile;

    // State of the files when they were last read. Guarded by _gate.
    private (FileStamp Cert, FileStamp Key) _read;
    private long _retryAt;

    private volatile ServedCertificate _current;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not contain a certificate and its key.</exception>
    internal CertificateFile(string certFile, string keyFile)
    {
        _certFile = certFile;
        _keyFile = keyFile;
        _read = Look();
        _current = Load();
    }

    /// <summary>
    /// Returns the current certificate, reloaded if the files have changed. Thread-safe: while one thread reloads, others get the previous
    /// one.
    /// </summary>
    internal ServedCertificate Current(Action<string> log)
    {
        if (!_gate.TryEnter()) return _current;
        try
        {
            Refresh(log);
        }
        finally
        {
            _gate.Exit();
        }

        return _current;
    }

    private void Refresh(Action<string> log)
    {
        var isRetry = _retryAt != 0 && Environment.TickCount64 >= _retryAt;
        try
        {
            var now = Look();
            if (now == _read && !isRetry) return;
            _read = now;
            _current = Load();
            _retryAt = 0;
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_retryAt == 0)
                log($"The certificate in {_certFile} has changed and cannot be used; the previous one stays in use: {failure.Message}");
            _retryAt = Environment.TickCount64 + RetryMs;
        }
    }

    private (FileStamp Cert, FileStamp Key) Look()
    {
        try
        {
            return (FileStamp.Of(_certFile), FileStamp.Of(_keyFile));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Both calls throw exceptions that name the file and the remedy.
            PemPair.Read(_certFile, "certificate");
            PemPair.Read(_keyFile, "key");
            throw;
        }
    }

    private ServedCertificate Load() => PemPair.Load(_certFile, _keyFile);
}
