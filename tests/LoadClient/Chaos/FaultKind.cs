namespace LoadClient.Chaos;

/// <summary>What went wrong.</summary>
internal enum FaultKind
{
    /// <summary>A message is not what was sent, or not HTTP.</summary>
    Damaged,

    /// <summary>Something of another request.</summary>
    Foreign,

    /// <summary>A request that had to be answered was not, or not wholly.</summary>
    Lost,

    /// <summary>The upstream got a request twice.</summary>
    Doubled,

    /// <summary>What a handler kept was still of use, or failed otherwise than promised.</summary>
    Kept,

    /// <summary>The server logged a failure that no handler's is.</summary>
    Internal,
}
