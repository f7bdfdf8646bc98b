namespace RouteGen.IO;

/// <summary>
/// Exception for a read of <see cref="TlsWire"/> if TLS needs a record that has not arrived, because the last one had no data (a session
/// ticket, a new key). <see cref="TlsConn"/> always catches it.
/// </summary>
internal sealed class TlsNeedsInputException : IOException;
