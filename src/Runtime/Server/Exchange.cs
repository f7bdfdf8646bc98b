using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// What one request needs while it is served: rented when a connection turns busy, given back when it goes quiet. Handlers never hold any of it:
/// they hold faces of it, which are made for each request and end with it.
/// </summary>
internal sealed class Exchange
{
    private const int KeptPerThreadMax = 64;

    // Those that the thread keeps, linked: the one that was given back last is taken first.
    [ThreadStatic]
    private static Exchange? t_kept;

    private Exchange? _below;
    private int _keptBelow;

    private ServedBody? _bodyFace;

    internal Exchange()
    {
        Received = new ReceivedRequest();
        Waits = new ConnWaits();
        Body = new RequestBody(Waits);
        Writer = new ServerResponseWriter(Received, Body);
    }

    internal ReceivedRequest Received { get; }

    internal RequestBody Body { get; }

    internal ServerResponseWriter Writer { get; }

    /// <summary>What the handler holds of the request that is being served.</summary>
    internal Request Request { get; private set; } = null!;

    /// <summary>What the handler holds of its response.</summary>
    internal WriterFace WriterFace { get; private set; } = null!;

    /// <summary>Whether somebody reads the body.</summary>
    internal bool IsReading => _bodyFace is { IsReading: true };

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

    /// <summary>A request's head was parsed into <see cref="Received"/>: everything begins.</summary>
    internal void Begin(ServerConn conn, Conn transport, ReadOnlySpan<byte> head)
    {
        IsServing = true;
        _bodyFace = Body.Begin(conn, Received.Head) ? new ServedBody(Body, conn) : null;
        Received.Begin(head, transport, (Body?)_bodyFace ?? RouteGen.Body.Empty, conn);
        Request = new Request(Received);
        BeginResponse(conn);
    }

    /// <summary>A response begins.</summary>
    internal void BeginResponse(ServerConn conn)
    {
        WriterFace = new WriterFace(Writer);
        Writer.Begin(conn, WriterFace);
    }

    /// <summary>
    /// The handler has completed: its writer and its body throw from now on, while the response is finished. What still goes on in them is counted
    /// as operations of the connection.
    /// </summary>
    internal void Seal(ServerConn conn)
    {
        WriterFace.Seal(conn);
        _bodyFace?.Seal();
        Body.CloseForReading();
    }

    /// <summary>The response is complete: nothing that was handed out can reach this any more, so it may serve another request.</summary>
    internal void End(ServerConn conn)
    {
        IsServing = false;
        Seal(conn);
        Request.EndServe();
        Received.End();
        Writer.End();
        Body.End();
        Request = null!;
        WriterFace = null!;
        _bodyFace = null;
    }
}
