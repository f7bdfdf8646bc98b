namespace RouteGen.IO;

/// <summary>
/// How a read of <see cref="TlsWire"/> says "not now": a record held no data (a session ticket, a new key), and TLS asks for the next one,
/// which has not come. It never leaves <see cref="TlsConn"/>.
/// </summary>
internal sealed class TlsNeedsInputException : IOException;
