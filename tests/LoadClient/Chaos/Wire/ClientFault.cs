namespace LoadClient.Chaos;

/// <summary>What a client does wrong on purpose, with one batch.</summary>
internal enum ClientFault
{
    None,

    /// <summary>Resets in the middle of sending.</summary>
    Reset,

    /// <summary>Ends its side in the middle of sending, and reads what comes.</summary>
    Truncate,

    /// <summary>Closes, or resets, in the middle of reading.</summary>
    Abandon,

    /// <summary>Ends its side when everything was sent, and reads what comes.</summary>
    HalfClose,
}
