using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>What one request needs while it is served: rented when a connection turns busy, given back when it goes quiet.</summary>
internal sealed class Exchange
{
    private const int KeptPerThreadMax = 64;

    // Those that the thread keeps, linked: the one that was given back last is taken first.
    [ThreadStatic]
    private static Exchange? t_kept;

    private Exchange? _below;
    private int _keptBelow;

    internal Exchange()
    {
        Request = new Request();
        Waits = new ConnWaits();
        Body = new RequestBody(Waits);
        Writer = new ServerResponseWriter(Request, Body);
    }

    internal Request Request { get; }

    internal RequestBody Body { get; }

    internal ServerResponseWriter Writer { get; }

    /// <summary>How long the peer may keep the request waiting.</summary>
    internal ConnWaits Waits { get; }

    /// <summary>Whether a request is being served with it.</summary>
    internal bool IsServing { get; private set; }

    /// <summary>One that the calling thread keeps, or a new one.</summary>
    internal static Exchange Rent()
    {
        if (t_kept is not { } exchange) return new Exchange();
        t_kept = exchange._below;
        exchange._below = null;
        return exchange;
    }

    /// <summary>Keeps it for the calling thread, up to a bound.</summary>
    internal static void Return(Exchange exchange)
    {
        var below = t_kept;
        var count = below is null ? 0 : below._keptBelow + 1;
        if (count == KeptPerThreadMax) return;
        exchange._below = below;
        exchange._keptBelow = count;
        t_kept = exchange;
    }

    /// <summary>A request's head was parsed into <see cref="Request"/>: everything begins.</summary>
    internal void Begin(ServerConn conn, Conn transport, ReadOnlySpan<byte> head)
    {
        IsServing = true;
        var parsed = Request.ServerHead;
        var hasBody = Body.Begin(conn, parsed);
        Request.BeginServe(head, transport, hasBody ? Body : RouteGen.Body.Empty, conn);
        Writer.Begin(conn);
    }

    /// <summary>The handler has completed: what it still holds fails from now on, while the answer is finished.</summary>
    /// <returns>False: a read of the body goes on.</returns>
    internal bool Seal()
    {
        Writer.Seal();
        return Body.CloseForReading();
    }

    /// <summary>
    /// The answer is complete. False: something of it may still be in somebody's hands, so it is left to them and to the garbage
    /// collector.
    /// </summary>
    internal bool TryEnd()
    {
        IsServing = false;
        Writer.End();
        if (Request.HasEscaped)
        {
            Body.Abandon();
            Request.Abandon();
            return false;
        }

        Body.End();
        Request.EndServe();
        return true;
    }
}
