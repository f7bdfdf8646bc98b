using System.Runtime.CompilerServices;

namespace RouteGen;

public sealed partial class Transport
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The request is not valid; for example, its URL has no host. Nothing was
    /// dialed.</exception>
    /// <exception cref="TransportException">The network failed, or <see cref="DialTimeout"/> or <see cref="ResponseHeaderTimeout"/>
    /// expired.</exception>
    /// <exception cref="ProtocolException">The server broke a rule of HTTP.</exception>
    /// <exception cref="OperationCanceledException">The token, or the token of the request's context, was cancelled.</exception>
    public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Users may await the result twice, which the pooled ValueTask of the inner call does not support.
        return RoundTripAsync(request, default, cancellationToken).Preserve();
    }

    /// <summary>Sends a request within time limits. The result must be awaited only once.</summary>
    internal ValueTask<Response> RoundTripAsync(Request request, ExchangeLimits limits, CancellationToken call) =>
        Volatile.Read(ref _protocols) is { } protocols && protocols.TryGetValue(request.Url.Scheme, out var other)
            ? RoundTripByOtherAsync(other, request, limits, call)
            : RoundTripHereAsync(request, limits, call);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Response> RoundTripHereAsync(Request request, ExchangeLimits limits, CancellationToken call)
    {
        var given = BodyOf(request);
        var body = given;
        // A connection that writes the body also disposes it. Until then this method owns the body.
        var ownsBody = body is not null and not MemoryBody;
        ConnKey? key = null;
        // Null while hooks and bodies of the caller run, because their failures are not changed.
        string? phase = null;
        PersistConn? conn = null;
        try
        {
            var context = request.ExistingContext?.CancellationToken ?? CancellationToken.None;
            var trace = request.ExistingContext?.Get<ClientTrace>();
            // The URL is read once, because another thread may change it, and connection, request line and credentials must agree.
            var url = request.Url;
            key = KeyFor(request, url);
            RequireTls(key);
            if (ownsBody && RequestPlan.NeedsProbe(request, body!))
            {
                body = await ProbedBody.ProbeAsync(body!, call).ConfigureAwait(false);
                if (body is null)
                {
                    // The body is disposed only once, even if that throws.
                    ownsBody = false;
                    await given!.DisposeAsync().ConfigureAwait(false);
                }
            }

            var plan = RequestPlan.For(request, url, body, SenderFor(key));
            while (true)
            {
                phase = null;
                call.ThrowIfCancellationRequested();
                context.ThrowIfCancellationRequested();
                trace?.GetConn?.Invoke(key.IsForwarded ? key.Proxy!.Host : key.Address);
                phase = CallFailure.Dial;
                conn = (PersistConn)(Pool.TryTake(key)
                    ?? await WaitForConnAsync(key, trace, limits, call, context).ConfigureAwait(false));
                phase = null;
                var exchange = Begin(conn, request, plan, trace, limits, call, context);
                if (exchange is null && conn.IsReused) continue;
                phase = CallFailure.Dial;
                if (exchange is null) throw conn.BodyFailure();
                phase = CallFailure.Head;
                ownsBody = false;
                conn.Write(exchange);
                try
                {
                    return await exchange.WaitAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (conn.WhyRetry(e, plan) != RetryReason.None)
                {
                    // Only a request on a reused connection is retried, so the loop ends when no idle connection is left.
                    if (body is null or MemoryBody) continue;
                    // The old and the new body may share a stream. Go waits without a limit.
                    await conn.WaitForWriterAsync().ConfigureAwait(false);
                    phase = null;
                    body = plan.GetBody!() ?? throw new InvalidOperationException("Request.GetBody returned null.");
                    ownsBody = true;
                    plan = RequestPlan.For(request, url, body, SenderFor(key));
                }
            }
        }
        catch (Exception e) when (e is TransportException or ProtocolException && phase is not null && conn?.IsCallers(e) != true)
        {
            var named = CallFailure.Name(e, request, phase, key!);
            if (ReferenceEquals(named, e)) throw;
            throw named;
        }
        finally
        {
            if (ownsBody) await Settings.DisposeUnsentAsync(body!).ConfigureAwait(false);
        }
    }

    // Returns null if the connection died before the exchange began. If it was reused, the caller then takes another one. Otherwise the
    // call fails.
    private Exchange? Begin(
        PersistConn conn, Request request, in RequestPlan plan, ClientTrace? trace, in ExchangeLimits limits, CancellationToken call,
        CancellationToken context)
    {
        try
        {
            trace?.TellGotConn(conn.IsReused, conn.PooledAtWallMs == 0 ? null : Clock.WallMs - conn.PooledAtWallMs);
            return conn.TryBegin(request, plan, trace, limits, call, context);
        }
        catch
        {
            // The token was cancelled or a hook threw, so nothing was sent.
            Pool.PutOrClose(conn);
            throw;
        }
    }

    private RequestPlan.Sender SenderFor(ConnKey key) =>
        new(DisableKeepAlives, AcceptEncoding, key.IsForwarded, key.IsForwarded ? RequestPlan.BasicCredentials(key.Proxy!.User) : null);

    private static Body? BodyOf(Request request)
    {
        var body = request.SentBody;
        return body is MemoryBody && body.ContentLength == 0 ? null : body;
    }
}
