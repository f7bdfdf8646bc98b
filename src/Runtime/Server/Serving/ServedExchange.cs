using System.Runtime.CompilerServices;

namespace RouteGen.Serving;

/// <summary>
/// Pooled state for serving one request at a time, rented when a connection becomes busy and returned when it becomes idle. Handlers
/// get only faces of it (<c>WriterFace</c>, <c>ServedBody</c>), which are created for each request and end with it.
/// </summary>
internal sealed class ServedExchange
{
    private const int KeptPerThreadMax = 64;

    // Stack of the exchanges that the thread keeps.
    [ThreadStatic]
    private static ServedExchange? t_kept;

    // Those of streams are apart, because a head of HTTP/1.1 must never be taken for a known head of a stream.
    [ThreadStatic]
    private static ServedExchange? t_keptFramed;

    private ServedExchange? _below;
    private int _keptBelow;

    private ServedBody? _bodyFace;

    internal ServedExchange()
    {
        Received = new ReceivedRequest();
        Waits = new ConnWaits();
        Body = new RequestBody(Waits);
        Writer = new ServerResponseWriter(Received, Body);
    }

    internal ReceivedRequest Received { get; }

    internal RequestBody Body { get; }

    internal ServerResponseWriter Writer { get; }

    /// <summary>Face of the request that is being served, for the handler.</summary>
    internal Request Request { get; private set; } = null!;

    /// <summary>Face of the response, for the handler.</summary>
    internal WriterFace WriterFace { get; private set; } = null!;

    /// <summary>True while the body is being read.</summary>
    internal bool IsReading => _bodyFace is { IsReading: true };

    /// <summary>The time limits of waits for the peer.</summary>
    internal ConnWaits Waits { get; }

    /// <summary>True while a request is being served.</summary>
    internal bool IsServing { get; private set; }

    /// <summary>Returns an exchange that the calling thread keeps, or a new one.</summary>
    internal static ServedExchange Rent() => Rent(ref t_kept);

    /// <summary>Makes an exchange available to the calling thread, which keeps at most 64.</summary>
    internal static void Return(ServedExchange exchange) => Return(ref t_kept, exchange);

    /// <summary>Variant of <see cref="Rent()"/> for a stream.</summary>
    internal static ServedExchange RentFramed(IResponseFrames frames)
    {
        var exchange = Rent(ref t_keptFramed);
        exchange.Writer.UseFrames(frames);
        return exchange;
    }

    /// <summary>Variant of <see cref="Return(ServedExchange)"/> for a stream.</summary>
    internal static void ReturnFramed(ServedExchange exchange) => Return(ref t_keptFramed, exchange);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ServedExchange Rent(ref ServedExchange? kept)
    {
        if (kept is not { } exchange) return new ServedExchange();
        kept = exchange._below;
        exchange._below = null;
        return exchange;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Return(ref ServedExchange? kept, ServedExchange exchange)
    {
        var below = kept;
        var count = below is null ? 0 : below._keptBelow + 1;
        if (count == KeptPerThreadMax) return;
        exchange.Waits.Reset();
        exchange._below = below;
        exchange._keptBelow = count;
        kept = exchange;
    }

    /// <summary>Begins a request whose head was parsed into <see cref="Received"/>.</summary>
    internal void Begin(ServedConn conn, IRequestOwner owner, ReadOnlySpan<byte> head)
    {
        IsServing = true;
        _bodyFace = Body.Begin(conn, Received.Head) ? new ServedBody(Body, conn) : null;
        Received.Begin(head, (Body?)_bodyFace ?? RouteGen.Body.Empty, owner);
        Request = new Request(Received);
        BeginResponse(conn);
    }

    /// <summary>Begins a request of a stream, whose fields were parsed into <see cref="Received"/>.</summary>
    internal void BeginStream(ServedConn conn, IRequestOwner owner, ReadOnlySpan<byte> head, bool hasBody)
    {
        IsServing = true;
        Received.Head.HasUnknownLength = hasBody && Received.Head.ContentLength < 0;
        _bodyFace = Body.BeginStream(conn, Received.Head, hasBody) ? new ServedBody(Body, conn) : null;
        Received.Begin(head, (Body?)_bodyFace ?? RouteGen.Body.Empty, owner);
        Request = new Request(Received);
        BeginResponse(conn);
    }

    /// <summary>Begins the response.</summary>
    internal void BeginResponse(ServedConn conn)
    {
        WriterFace = new WriterFace(Writer);
        Writer.Begin(conn, WriterFace);
    }

    /// <summary>
    /// Seals the faces of writer and body when the handler has completed, so that they throw while the response is being finished. Calls
    /// that are still in progress count as operations of the connection.
    /// </summary>
    internal void Seal(ServedConn conn)
    {
        WriterFace.Seal(conn);
        _bodyFace?.Seal();
        Body.CloseForReading();
    }

    /// <summary>
    /// Ends the request once the response is complete. No face can access this state afterwards, so it can be reused.
    /// </summary>
    internal void End(ServedConn conn)
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
