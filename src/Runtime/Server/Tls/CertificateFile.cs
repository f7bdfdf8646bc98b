// A certificate that lives in two files. Before each handshake the files are looked at (an open and two calls each, some microseconds
// beside a handshake's hundreds), and read again when they have changed: replacing them needs no signal, and drops no
// connection.
//
// Replacing two files is not one step, so what is read may not fit together. Then the certificate that works stays, the log says why once,
// and the files are read again when they have changed again, or after a second.
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
    /// <exception cref="IOException">One of them cannot be read.</exception>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    internal CertificateFile(string certFile, string keyFile)
    {
        _certFile = certFile;
        _keyFile = keyFile;
        _read = Look();
        _current = Load();
    }

    /// <summary>The certificate as the files have it now. Any thread; one that finds another reading takes what there is.</summary>
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
            // Their messages name the file and the remedy.
            PemPair.Read(_certFile, "certificate");
            PemPair.Read(_keyFile, "key");
            throw;
        }
    }

    private ServedCertificate Load() => PemPair.Load(_certFile, _keyFile);
}
