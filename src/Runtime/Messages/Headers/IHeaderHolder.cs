namespace RouteGen;

/// <summary>Served request that owns the received head of a <see cref="Header"/>.</summary>
internal interface IHeaderHolder
{
    /// <summary>True until the request ends. Its head may then be reused for another request.</summary>
    bool IsServed { get; }

    /// <summary>
    /// Throws if the request has ended. If it does not throw, all data read from the head before the call belongs to this request.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The request has ended.</exception>
    void CheckLive();
}
