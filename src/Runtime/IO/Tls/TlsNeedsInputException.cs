namespace RouteGen.IO;

/// <summary>
/// Signals "not now" from a read of <see cref="TlsWire"/>: a record held no data (a session ticket, a new key), and TLS asks for the next
/// one, which has not come. It never leaves <see cref="TlsConn"/>.
/// </summary>
internal sealed class TlsNeedsInputException : IOException;
