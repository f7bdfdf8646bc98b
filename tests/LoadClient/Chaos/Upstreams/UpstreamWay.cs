namespace LoadClient.Chaos;

/// <summary>What the upstream does with a request.</summary>
internal enum UpstreamWay
{
    /// <summary>Reads the body, then responds.</summary>
    Plain,

    /// <summary>Responds at once, then reads the body.</summary>
    Early,

    /// <summary>Reads a part, responds, reads the rest.</summary>
    Between,

    /// <summary>Responds at once and closes without reading: the response may be lost.</summary>
    EarlyClose,

    /// <summary>Reads a part and resets.</summary>
    Reset,

    /// <summary>Reads the body, sends half of the response and closes.</summary>
    Truncate,
}
