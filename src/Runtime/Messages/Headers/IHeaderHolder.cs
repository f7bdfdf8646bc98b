namespace RouteGen;

/// <summary>The served request whose received head a <see cref="Header"/> reads.</summary>
internal interface IHeaderHolder
{
    /// <summary>False once the request has ended, and the bytes of its head may be another request's.</summary>
    bool IsServed { get; }

    /// <summary>Throws if the request has ended. If it returns, everything read from the head before was this request's own.</summary>
    /// <exception cref="ObjectDisposedException">The request has ended.</exception>
    void CheckLive();
}
