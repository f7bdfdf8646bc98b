using System.Net;

namespace RouteGen.IO;

/// <summary>A name look-up, by the C library on Linux and by <see cref="Dns"/> elsewhere.</summary>
internal sealed class NameLookup : IThreadPoolWorkItem
{
    private readonly string _host;
    private readonly CancellationToken _cancellation;
    private readonly TaskCompletionSource<IPAddress[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NameLookup(string host, CancellationToken cancellation) => (_host, _cancellation) = (host, cancellation);

    /// <summary>Returns the addresses of a name. Blocks the caller.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or the name server did not respond.</exception>
    internal static IPAddress[] Resolve(string host) =>
        IoBackends.AreSocketsSupported && !OperatingSystem.IsLinux() ? Dns.GetHostAddresses(host) : LibcNames.Lookup(host);

    /// <summary>Looks up a name on a thread of the pool. A cancelled look-up returns at once; its late result is discarded.</summary>
    internal static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IoBackends.AreSocketsSupported && !OperatingSystem.IsLinux()) return Dns.GetHostAddressesAsync(host, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<IPAddress[]>(cancellationToken);
        var lookup = new NameLookup(host, cancellationToken);
        ThreadPool.UnsafeQueueUserWorkItem(lookup, preferLocal: false);
        return cancellationToken.CanBeCanceled ? lookup._result.Task.WaitAsync(cancellationToken) : lookup._result.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_cancellation.IsCancellationRequested)
        {
            _result.TrySetCanceled(_cancellation);
            return;
        }

        try
        {
            _result.TrySetResult(Resolve(_host));
        }
        catch (Exception e)
        {
            _result.TrySetException(e);
            // Observes the failure here, because a caller that has abandoned the look-up does not.
            _ = _result.Task.Exception;
        }
    }
}
