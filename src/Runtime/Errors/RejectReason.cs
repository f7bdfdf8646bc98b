namespace RouteGen;

/// <summary>Why a message of the peer was refused. One rule of the wire, one member; <see cref="RejectReasons"/> holds what each is answered.</summary>
public enum RejectReason
{
    /// <summary>Nothing was refused.</summary>
    None = 0,

    /// <summary>The request line is not <c>method SP target SP HTTP/d.d</c> (RFC 9112 section 3).</summary>
    MalformedRequestLine,

    /// <summary>The status line is not <c>HTTP/d.d SP 3DIGIT [SP reason]</c> (RFC 9112 section 4).</summary>
    MalformedStatusLine,
}
