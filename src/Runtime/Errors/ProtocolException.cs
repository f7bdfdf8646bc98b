namespace RouteGen;

/// <summary>The peer broke a rule of HTTP. The connection is closed, because further data on it cannot be trusted.</summary>
public sealed class ProtocolException : IOException
{
    /// <summary>Makes the exception for one broken rule.</summary>
    /// <param name="reason">The rule that was broken.</param>
    public ProtocolException(RejectReason reason)
        : base(RejectReasons.Describe(reason)) => Reason = reason;

    internal ProtocolException(RejectReason reason, string message, Exception inner)
        : base(message, inner)
    {
        Reason = reason;
        IsNamed = true;
    }

    /// <summary>True if the message already names the request and the phase.</summary>
    internal bool IsNamed { get; }

    /// <summary>The rule that was broken.</summary>
    public RejectReason Reason { get; }
}
