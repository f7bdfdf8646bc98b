namespace LoadClient.Chaos;

/// <summary>What the handler of a request does.</summary>
internal enum Kind
{
    /// <summary>Reads all, then sends it back.</summary>
    Echo,

    /// <summary>Sends back what it reads while it reads (full duplex).</summary>
    Duplex,

    /// <summary>A task reads while the handler writes and flushes, with and without full duplex; the handler awaits it.</summary>
    Overlap,

    /// <summary>As <see cref="Overlap"/>, but the handler completes while the task reads.</summary>
    Unawaited,

    /// <summary>Sends the body on with a <c>Client</c> and copies the response, with flushes.</summary>
    Forward,

    /// <summary>A plain <c>ReverseProxy</c>.</summary>
    Proxy,

    /// <summary>A <c>ReverseProxy</c> behind a writer that does not unwrap.</summary>
    Wrapped,

    /// <summary>Responds without reading the body, or a part of it only.</summary>
    Early,

    /// <summary>As <see cref="Echo"/>, but throws at a random point.</summary>
    Throws,

    /// <summary>Keeps what it was given, and uses it after its response has arrived.</summary>
    Kept,

    /// <summary>Takes the connection over, and sends back what arrives.</summary>
    Hijack,

    /// <summary>Takes the connection over, and throws without disposing it.</summary>
    Dropped,

    /// <summary>Waits that are cancelled or time out.</summary>
    Cancel,

    /// <summary>Two reads at once, and two writes at once: the second caller may be refused, and that is all.</summary>
    Misuse,
}
