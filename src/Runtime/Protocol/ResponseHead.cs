namespace RouteGen.Protocol;

/// <summary>A parsed response head.</summary>
internal sealed partial class ResponseHead : MessageHead
{
    internal int StatusCode;

    /// <summary>The reason phrase, counted from the head's first byte; may be empty.</summary>
    internal int ReasonStart;
    internal int ReasonLength;

    /// <summary>The x of HTTP/x.y: kept, since Go's client accepts any (BEHAVIOUR C11).</summary>
    internal int MajorVersion;
}
