namespace RouteGen.Serving;

/// <summary>Types of frames (RFC 9113 section 6).</summary>
internal enum Http2Frame : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Flags of frames.</summary>
internal static class Http2Flags
{
    internal const int Ack = 1;
    internal const int EndStream = 1;
    internal const int EndHeaders = 4;
    internal const int Padded = 8;
    internal const int Priority = 32;
}

/// <summary>Error codes (RFC 9113 section 7).</summary>
internal enum Http2Error
{
    None = 0,
    Protocol = 1,
    Internal = 2,
    FlowControl = 3,
    SettingsTimeout = 4,
    StreamClosed = 5,
    FrameSize = 6,
    RefusedStream = 7,
    Cancel = 8,
    Compression = 9,
    Connect = 10,
    EnhanceYourCalm = 11,
    InadequateSecurity = 12,
    Http11Required = 13,
}
