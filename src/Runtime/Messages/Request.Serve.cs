// The served side of a request: reading its parts from the received head, and the end of that.
//
// The head is pooled, and another thread may use the face at the very moment at which the request ends and the next head is parsed. So each
// read takes the state, reads, then checks that the face still refers to it. If not, the data may belong to another request and is
// discarded, and so is any exception thrown meanwhile. EndServe is the other side: the face drops the state first, and only then is it
// reused.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    // Null for a called request, and for one that has ended. Once null, it stays null.
    private ReceivedRequest? _received;

    /// <summary>Makes the face of a received request.</summary>
    internal Request(ReceivedRequest received) => _received = received;

    /// <summary>The target as received. Go's name: <c>RequestURI</c>. Empty for a called request.</summary>
    public string Target => _parts is { IsCalled: true } ? "" : (string)Decode(ReceivedPart.Target)!;

    /// <summary>The decoded path. Go's name: <c>URL.Path</c>.</summary>
    public string Path => Url.Path;

    /// <summary>The query without its question mark, as received. Go's name: <c>URL.RawQuery</c>.</summary>
    public string RawQuery => Url.RawQuery;

    /// <summary>
    /// The peer's address, as <c>IP:port</c>. Empty for a called request. An outer handler may set it, for example to the client's address
    /// behind a proxy.
    /// </summary>
    public string RemoteAddr
    {
        get => Parts.RemoteAddr ??= _parts!.IsCalled ? "" : (string)Decode(ReceivedPart.RemoteAddr)!;
        set => Parts.RemoteAddr = value ?? "";
    }

    /// <summary>
    /// Result of the connection's TLS handshake. Null if the connection is plain, or the request is not a served one. Go's name:
    /// <c>TLS</c>.
    /// </summary>
    public TlsConnectionState? Tls => _parts is { IsCalled: true } ? null : (TlsConnectionState?)Decode(ReceivedPart.Tls);

    /// <summary>The head as parsed.</summary>
    internal RequestHead ServerHead => Received.Head;

    /// <summary>
    /// True if method, host and path are those of the received head: then a mux may match its bytes. False for a called request, and once
    /// a handler in front has set one of them.
    /// </summary>
    internal bool IsAsReceived
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _received is not null && _parts is not { IsRewritten: true };
    }

    /// <summary>True if it reads from a received head. False for a called request, and for one that has ended.</summary>
    internal bool IsServed
    {
        get
        {
            Volatile.ReadBarrier();
            return _received is not null;
        }
    }

    /// <summary>
    /// The escaped path as received. A result made from it, as from the other spans, is valid only if <see cref="CheckLive"/>, called
    /// afterwards, does not throw.
    /// </summary>
    internal ReadOnlySpan<byte> RawPath => Received.Path;

    /// <summary>The query as received.</summary>
    internal ReadOnlySpan<byte> RawQueryBytes => Received.Query;

    /// <summary>The effective host as received.</summary>
    internal ReadOnlySpan<byte> RawHost => Received.Host;

    /// <summary>The method as received.</summary>
    internal ReadOnlySpan<byte> RawMethod => Received.Method;

    /// <summary>Throws if the request has ended. If it returns, everything read from the head before was this request's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckLive()
    {
        Volatile.ReadBarrier();
        if (_received is null && _parts is not { IsCalled: true }) ThrowNotLive();
    }

    bool IHeaderHolder.IsServed => IsServed;

    void IHeaderHolder.CheckLive() => CheckLive();

    /// <summary>Adds the trailer fields that followed the body (BEHAVIOUR S8).</summary>
    internal void AddTrailers(TrailerBlock trailers)
    {
        var received = new Header();
        received.Bind(trailers.Bytes, trailers);
        var trailer = Trailer;
        if (trailer is null) SetTrailer(Parts, trailer = new Header());
        received.Materialise();
        foreach (ref readonly var field in received.Fields)
        {
            // The announced name is replaced by its first value.
            if (!trailer.Has(field.Name)) trailer.Remove(field.Name);
            trailer.Add(field);
        }
    }

    /// <summary>Ends the request: its context ends, and every member throws from now on.</summary>
    internal void EndServe()
    {
        // The exchange is a fence: a thread that is making parts, such as a context, either sees that the request has ended, or its parts
        // are seen here.
        Interlocked.Exchange(ref _received, null);
        if (_parts is not { } parts) return;
        parts.ExistingExtras?.FormFiles?.Dispose();
        // Last, since it runs callbacks of the user, which may throw.
        parts.Context?.End();
    }

    private ReceivedRequest Received
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var received = _received;
            if (received is null) ThrowNotLive();
            return received;
        }
    }

    // The parts in which something is kept or set. Throws if the request has ended.
    private RequestParts Parts => _parts is { } parts ? Live(parts) : MakeParts();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Live<T>(T value)
    {
        CheckLive();
        return value;
    }

    [DoesNotReturn]
    private static void ThrowNotLive() =>
        throw new ObjectDisposedException(nameof(Request), "The request has ended. Copy what is needed before the handler completes.");

    // One method for all of them, and not a generic one that takes a delegate: each of those is code of its own in a native binary.
    private object? Decode(ReceivedPart part)
    {
        var received = Received;
        object? value;
        try
        {
            value = received.Decode(part);
        }
        catch (Exception) when (!IsServed)
        {
            // It was partly another request's.
            ThrowNotLive();
            throw;
        }

        return Live(value);
    }

    private RequestParts MakeParts()
    {
        var received = Received;
        var parts = new RequestParts
        {
            Body = received.Body,
            ContentLength = received.ContentLength,
            IsChunked = received.Head.IsChunked,
            Close = received.Close,
            IsOld = received.Head.MinorVersion == 0,
        };
        CheckLive();
        return Interlocked.CompareExchange(ref _parts, parts, null) ?? parts;
    }

    private Header MakeHeader()
    {
        var parts = Parts;
        var header = new Header();
        if (!parts.IsCalled)
        {
            var received = Received;
            header.Bind(received.HeadBytes, received.Head, holder: this);
        }

        return Interlocked.CompareExchange(ref parts.Header, header, null) ?? header;
    }

    private RequestContext MakeContext()
    {
        var parts = Parts;
        var made = _received?.ContextOwner?.MakeContext() ?? new RequestContext();
        var context = Interlocked.CompareExchange(ref parts.Context, made, null) ?? made;
        if (_received is null && !parts.IsCalled) context.End();
        return Live(context);
    }

    private Url MakeUrl()
    {
        var parts = Parts;
        var url = (Url)Decode(ReceivedPart.Url)!;
        if (parts.ExistingRouting?.StrippedOf is { } mount) url = mount.Strip(url)!;
        parts.Url = url;
        return url;
    }

    private string DecodeHost() => _parts is { IsCalled: true } ? "" : (string)Decode(ReceivedPart.Host)!;

    private Header? FindTrailer()
    {
        // A request without a trailer needs no parts.
        if (_parts is { IsCalled: true } || Decode(ReceivedPart.AnnouncedTrailer) is not Header announced) return null;
        var parts = Parts;
        SetTrailer(parts, announced);
        return announced;
    }

    private static void SetTrailer(RequestParts parts, Header? trailer)
    {
        if (trailer is null && parts is { IsCalled: true, ExistingExtras: null }) return;
        parts.Extras.Trailer = trailer;
        parts.Extras.IsTrailerKnown = true;
    }
}
