namespace RouteGen;

/// <summary>Exception for a peer that violated a rule of HTTP. Its connection is closed, because further data cannot be trusted.</summary>
public sealed class ProtocolException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">The rule that was violated.</param>
    public ProtocolException(RejectReason reason)
        : base(RejectReasons.Describe(reason)) => Reason = reason;

    internal ProtocolException(RejectReason reason, string message, Exception inner)
        : base(message, inner)
    {
        Reason = reason;
        IsNamed = true;
    }

    /// <summary>True if the message already includes the request and the phase.</summary>
    internal bool IsNamed { get; }

    /// <summary>The rule that was violated.</summary>
    public RejectReason Reason { get; }
}
