// Dials, detached from whoever waits: a dial that loses its caller brings its connection into the pool. It ends with DialTimeout, or
// when too many such dials are under way for its host (ConnPool.OrphanDialsMax).
using System.Net;
using System.Net.Sockets;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    private async ValueTask<PersistConn> WaitForConnAsync(ConnKey key, ExchangeLimits limits, CancellationToken call, CancellationToken context)
    {
        var want = Pool.Want(key, out var idle);
        if (idle is not null) return idle;
        using var both = call.CanBeCanceled && context.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(call, context) : null;
        var token = both?.Token ?? (call.CanBeCanceled ? call : context);
        try
        {
            var left = limits.Deadline == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(0, limits.Deadline - Clock.Ticks));
            return await want.Task.WaitAsync(left, token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            Pool.Cancel(want);
            throw new TransportException(TransportError.TimedOut, HeadTimeoutText, e);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            Pool.Cancel(want);
            call.ThrowIfCancellationRequested();
            context.ThrowIfCancellationRequested();
            throw;
        }
    }

    private void StartDial(WantConn want) => _ = DialAsync(want);

    // Never fails: what fails is the waiter's.
    private async Task DialAsync(WantConn want)
    {
        want.LimitDial(DialTimeout);
        try
        {
            var conn = new PersistConn(this, want.Host, await ConnectAsync(want.Host.Key, want.DialToken).ConfigureAwait(false));
            conn.Start();
            Pool.DialSucceeded(want, conn);
        }
        catch (OperationCanceledException e)
        {
            Pool.DialFailed(want, new TransportException(TransportError.TimedOut, "The dial took longer than Transport.DialTimeout.", e));
        }
        catch (Exception e)
        {
            Pool.DialFailed(want, e);
        }
        finally
        {
            want.EndDialLimit();
        }
    }

    // The addresses are tried one after the other, in the order in which the name system prefers them.
    private async ValueTask<Conn> ConnectAsync(ConnKey key, CancellationToken cancellationToken)
    {
        var backend = Backend ?? IoBackends.Default;
        if (IPAddress.TryParse(key.Host, out var literal))
            return await backend.DialAsync(new IPEndPoint(literal, key.Port), cancellationToken).ConfigureAwait(false);
        TransportException? failure = null;
        foreach (var address in await ResolveAsync(key.Host, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return await backend.DialAsync(new IPEndPoint(address, key.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (TransportException e)
            {
                // As in Go the first address tells why.
                failure ??= e;
            }
        }

        throw failure ?? new TransportException(TransportError.NameResolution, "The host has no address.");
    }

    private static async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new TransportException(TransportError.NameResolution, "The host cannot be resolved.", e);
        }
        catch (ArgumentException e)
        {
            throw new TransportException(TransportError.NameResolution, "The host is not a name that can be looked up.", e);
        }
    }
}
