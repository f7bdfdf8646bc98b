namespace RouteGen.Serving;

/// <summary>Work of a turn of a stream.</summary>
[Flags]
internal enum StreamWork : byte
{
    None = 0,

    /// <summary>Run the handler.</summary>
    Serve = 1,

    /// <summary>Continue a wait for data.</summary>
    Read = 2,

    /// <summary>Continue a wait for space to send.</summary>
    Write = 4,
}
