namespace RouteGen.Protocol;

/// <summary>A parsed response head.</summary>
internal sealed partial class ResponseHead : MessageHead
{
    internal int StatusCode;

    /// <summary>Position of the reason phrase, counted from the head's first byte. The phrase may be empty.</summary>
    internal int ReasonStart;
    internal int ReasonLength;

    /// <summary>The x of HTTP/x.y. Always 1 in a valid head.</summary>
    internal int MajorVersion;
}
