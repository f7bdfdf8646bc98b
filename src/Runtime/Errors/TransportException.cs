namespace RouteGen;

/// <summary>
/// Exception for a network failure, an aborted connection, or an expired time limit of this library (see <see cref="Error"/>). A peer that
/// violates HTTP causes a <see cref="ProtocolException"/> instead.
/// </summary>
public sealed class TransportException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">Kind of failure.</param>
    /// <param name="message">One sentence, without any text from the peer.</param>
    /// <param name="inner">The cause, or null for none.</param>
    public TransportException(TransportError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>Kind of failure.</summary>
    public TransportError Error { get; }

    /// <summary>True if the message already includes the request and the phase.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>True if a time limit of this library expired. False for a cancellation by the caller.</summary>
    public bool IsTimeout => Error == TransportError.TimedOut;
}
