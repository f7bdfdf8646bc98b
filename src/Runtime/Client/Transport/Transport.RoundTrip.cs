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

    /// <summary>Sends a request within time limits. Its result must be awaited only once.</summary>
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
        var phase = CallFailure.Dial;
        try
        {
            var context = request.ExistingContext?.CancellationToken ?? CancellationToken.None;
            var trace = request.ExistingContext?.Get<ClientTrace>();
            // Another thread may change the URL meanwhile. It is read once, so that connection, request line and credentials agree.
            var url = request.Url;
            key = KeyFor(request, url);
            RequireTls(key);
            if (ownsBody && RequestPlan.NeedsProbe(request, body!)) body = await ProbedBody.ProbeAsync(body!, call).ConfigureAwait(false);
            var plan = RequestPlan.For(request, url, body, SenderFor(key));
            while (true)
            {
                phase = CallFailure.Dial;
                call.ThrowIfCancellationRequested();
                context.ThrowIfCancellationRequested();
                trace?.GetConn?.Invoke(key.IsForwarded ? key.Proxy!.Host : key.Address);
                var conn = (PersistConn)(Pool.TryTake(key)
                    ?? await WaitForConnAsync(key, trace, limits, call, context).ConfigureAwait(false));
                var exchange = Begin(conn, request, plan, trace, limits, call, context);
                if (exchange is null) continue;
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
                    // The connection has disposed the body that it has sent.
                    body = plan.GetBody!() ?? throw new InvalidOperationException("Request.GetBody returned null.");
                    ownsBody = true;
                    plan = RequestPlan.For(request, url, body, SenderFor(key));
                }
            }
        }
        catch (Exception e) when (e is TransportException or ProtocolException && key is not null)
        {
            var named = CallFailure.Name(e, request, phase, key);
            if (ReferenceEquals(named, e)) throw;
            throw named;
        }
        finally
        {
            // Another thread may have set another body. The body that was read at the start is disposed, even if it is empty.
            if (ownsBody) await Settings.DisposeUnsentAsync(body ?? given!).ConfigureAwait(false);
        }
    }

    // Returns null if the connection died while it was idle. The caller then takes another one.
    private Exchange? Begin(
        PersistConn conn, Request request, in RequestPlan plan, ClientTrace? trace, in ExchangeLimits limits, CancellationToken call,
        CancellationToken context)
    {
        try
        {
            trace?.TellGotConn(conn.IsReused, conn.PooledAtWallMs == 0 ? null : Clock.WallMs - conn.PooledAtWallMs);
            var exchange = conn.TryBegin(request, plan, trace, limits, call, context);
            if (exchange is not null || conn.IsReused) return exchange;
        }
        catch
        {
            // The token was cancelled or a hook threw, so nothing was sent.
            Pool.PutOrClose(conn);
            throw;
        }

        throw conn.BodyFailure();
    }

    private RequestPlan.Sender SenderFor(ConnKey key) =>
        new(DisableKeepAlives, AcceptEncoding, key.IsForwarded, key.IsForwarded ? RequestPlan.BasicCredentials(key.Proxy!.User) : null);

    private static Body? BodyOf(Request request)
    {
        var body = request.SentBody;
        return body is MemoryBody && body.ContentLength == 0 ? null : body;
    }
}
