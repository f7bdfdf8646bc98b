// Dials are independent of the requests that wait for them. If the caller leaves, the connection is added to the pool. A dial is cancelled
// after DialTimeout, or if its host has too many dials without a caller (ConnPool.OrphanDialsMax).
using System.Net;
using System.Net.Sockets;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Transport
{
    private readonly DialFunc? _dialContext;

    // Set only with DialContext, so that a program that does not use it contains no StreamConn.
    private readonly DialStreamStep? _dialStream;

    /// <summary>
    /// Returns a function for <see cref="DialContext"/> that dials a Unix-domain socket, whatever the host of the URL is.
    /// </summary>
    /// <param name="path">The path of the socket, or <c>@NAME</c> in Linux's abstract namespace. Dials fail if the path is too
    /// long.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static DialFunc DialUnix(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var address = new UnixEndPoint(path);
        return async (_, _, cancellationToken) =>
            new ConnStream(await IoBackends.Default.DialAsync(address, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<PooledConn> WaitForConnAsync(
        ConnKey key, ClientTrace? trace, ExchangeLimits limits, CancellationToken call, CancellationToken context)
    {
        var want = Pool.Want(key, trace, out var idle);
        if (idle is not null) return idle;
        using var both = call.CanBeCanceled && context.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(call, context)
            : null;
        var token = both?.Token ?? (call.CanBeCanceled ? call : context);
        try
        {
            var left = limits.Deadline == 0 ? Timeout.InfiniteTimeSpan : Instants.ForTimer(limits.Deadline - Clock.Ticks);
            return await want.Task.WaitAsync(left, token).ConfigureAwait(false);
        }
        catch (TimeoutException e) when (!ReferenceEquals(want.Task.Exception?.InnerException, e))
        {
            Pool.Cancel(want);
            throw new TransportException(TransportError.TimedOut, CallFailure.HeadTimeout, e);
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

    // Never throws: the waiter gets the failure.
    private async Task DialAsync(WantConn want)
    {
        want.LimitDial(DialTimeout);
        try
        {
            // The thread that frees a slot runs this, and that thread may drive IO.
            if (_dialContext is not null || DialTlsContext is not null || want.Trace is not null) await ThreadPoolHop.Switch();
            var conn = new PersistConn(
                Settings, want.Host, await ConnectAsync(want.Host.Key, want.Trace, want.DialToken).ConfigureAwait(false));
            conn.Start();
            Pool.DialSucceeded(want, conn);
        }
        catch (OperationCanceledException e)
        {
            Pool.DialFailed(want, want.DialToken.IsCancellationRequested
                ? new TransportException(TransportError.TimedOut, "The dial took longer than Transport.DialTimeout.", e)
                : new TransportException(TransportError.Aborted, "The dial function cancelled the dial.", e));
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

    private async ValueTask<Conn> ConnectAsync(ConnKey key, ClientTrace? trace, CancellationToken cancellationToken)
    {
        if (TlsSupport.IsSupported && key is { Scheme: "https", Proxy: null } && DialTlsContext is { } dial)
            return await DialTlsAsync(dial, key, cancellationToken).ConfigureAwait(false);
        var conn = key.Proxy is { } proxy
            ? await ConnectByProxyAsync(key, proxy, trace, cancellationToken).ConfigureAwait(false)
            : await DialHostAsync(key.Host, key.Port, trace, cancellationToken).ConfigureAwait(false);
        return key.Scheme == "https" ? await SecureAsync(conn, key, trace, cancellationToken).ConfigureAwait(false) : conn;
    }

    private async ValueTask<Conn> DialHostAsync(string host, int port, ClientTrace? trace, CancellationToken cancellationToken)
    {
        if (_dialStream is { } dial) return await dial(ConnKey.JoinHostPort(host, port), cancellationToken).ConfigureAwait(false);
        if (IpText.TryParse(host, out var literal))
            return await DialAddressAsync(literal, port, trace, cancellationToken).ConfigureAwait(false);
        var addresses = await ResolveAsync(host, trace, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
            throw new TransportException(TransportError.NameResolution, $"The host {PeerText.Escape(host, 256)} has no address.");
        if (addresses.Length == 1) return await DialAddressAsync(addresses[0], port, trace, cancellationToken).ConfigureAwait(false);
        var deadline = DialTimeout > TimeSpan.Zero ? Clock.Ticks + Instants.Milliseconds(DialTimeout) : 0;
        var delay = FallbackDelay == TimeSpan.Zero ? DefaultFallbackDelay : FallbackDelay;
        return await new DialRace((address, token) => DialAddressAsync(address, port, trace, token).AsTask(), delay, deadline, Clock)
            .RunAsync(addresses, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Conn> DialAddressAsync(IPAddress address, int port, ClientTrace? trace, CancellationToken cancellationToken)
    {
        var backend = Backend ?? IoBackends.Default;
        var target = new IPEndPoint(address, port);
        try
        {
            return await (trace is null ? backend.DialAsync(target, cancellationToken)
                : trace.ConnectAsync(backend, target, cancellationToken)).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            throw new TransportException(e.Error, $"{target}: {e.Message}", e);
        }
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string host, ClientTrace? trace, CancellationToken cancellationToken)
    {
        try
        {
            var resolving = trace is null
                ? Resolver(host, cancellationToken)
                : trace.ResolveAsync(host, Resolver, cancellationToken).AsTask();
            return await resolving.ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new TransportException(
                TransportError.NameResolution, $"The host {PeerText.Escape(host, 256)} cannot be resolved: {e.Message}.", e);
        }
        catch (ArgumentException e)
        {
            throw new TransportException(
                TransportError.NameResolution, $"The host {PeerText.Escape(host, 256)} is not a name that can be looked up.", e);
        }
    }

    private async ValueTask<Conn> DialStreamAsync(string address, CancellationToken cancellationToken)
    {
        var stream = await _dialContext!("tcp", address, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Transport.DialContext returned no stream.");
        return stream is ConnStream ours ? ours.Conn : new StreamConn(stream, TellStreamFailure);
    }

    private void TellStreamFailure(Exception failure) => TellDisposeFailure("The stream of a connection", failure);
}
