namespace RouteGen;

/// <summary>
/// The network failed, the connection was aborted, or a time limit of this library expired; <see cref="Error"/> says which. A peer that
/// breaks a rule of HTTP causes a <see cref="ProtocolException"/>.
/// </summary>
public sealed class TransportException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">Kind of failure.</param>
    /// <param name="message">One sentence, without any text from the peer.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public TransportException(TransportError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>Kind of failure.</summary>
    public TransportError Error { get; }

    /// <summary>True if the message already names the request and the phase.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>True if a time limit of this library expired. False for a cancellation by the caller.</summary>
    public bool IsTimeout => Error == TransportError.TimedOut;
}
