namespace RouteGen.IO;

/// <summary>
/// The exception for a read of <see cref="TlsWire"/> if TLS needs another record that has not arrived, because this one had no data (a
/// session ticket, a new key). <see cref="TlsConn"/> always catches it.
/// </summary>
internal sealed class TlsNeedsInputException : IOException;
