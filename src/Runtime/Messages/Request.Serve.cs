// Members for served requests: reading parts of the received head, and ending the request.
//
// The head is pooled, and another thread may use the face while the request ends and the next head is parsed. So each read copies the
// reference to the state, reads, and then checks that the face still has the reference. If not, the data may belong to another request; it
// is discarded, and so is any exception of the read. EndServe clears the reference before the state is reused.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    // Null for a client request, and for a served request that has ended.
    private RequestSource? _received;

    /// <summary>Creates the face of a received request.</summary>
    internal Request(RequestSource received) => _received = received;

    /// <summary>The target as received. Empty for a request made by a client. Go's name: <c>RequestURI</c>.</summary>
    public string Target => _parts is { IsCalled: true } ? "" : (string)Decode(ReceivedPart.Target)!;

    /// <summary>The decoded path. Go's name: <c>URL.Path</c>.</summary>
    public string Path => Url.Path;

    /// <summary>The query without its question mark, as received. Go's name: <c>URL.RawQuery</c>.</summary>
    public string RawQuery => Url.RawQuery;

    /// <summary>
    /// The peer's address, as <c>IP:port</c>. Empty for a request made by a client. An outer handler may set it, for example to the address
    /// that a trusted proxy reports.
    /// </summary>
    public string RemoteAddr
    {
        get => Parts.RemoteAddr ??= _parts!.IsCalled ? "" : (string)Decode(ReceivedPart.RemoteAddr)!;
        set => Parts.RemoteAddr = value ?? "";
    }

    /// <summary>
    /// Result of the connection's TLS handshake. Null if the connection does not use TLS, or for a request made by a client. Go's name:
    /// <c>TLS</c>.
    /// </summary>
    public TlsConnectionState? Tls => _parts is { IsCalled: true } ? null : (TlsConnectionState?)Decode(ReceivedPart.Tls);

    /// <summary>The head as parsed.</summary>
    internal RequestHead ServerHead => Received.Head;

    /// <summary>
    /// True if method, host and path are as received, so that a mux may match the bytes of the head. False for a client request, and after
    /// an outer handler has set one of them.
    /// </summary>
    internal bool IsAsReceived
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _received is not null && _parts is not { IsRewritten: true };
    }

    /// <summary>True while the request is being served. False for a client request, and after a served request has ended.</summary>
    internal bool IsServed
    {
        get
        {
            Volatile.ReadBarrier();
            return _received is not null;
        }
    }

    /// <summary>
    /// The escaped path as received. A result computed from this or another span is valid only if <see cref="CheckLive"/>, called
    /// afterwards, does not throw.
    /// </summary>
    internal ReadOnlySpan<byte> RawPath => Received.Path;

    /// <summary>The query as received.</summary>
    internal ReadOnlySpan<byte> RawQueryBytes => Received.Query;

    /// <summary>The effective host as received.</summary>
    internal ReadOnlySpan<byte> RawHost => Received.Host;

    /// <summary>The method as received.</summary>
    internal ReadOnlySpan<byte> RawMethod => Received.Method;

    /// <summary>
    /// Throws if the request has ended. If it does not throw, all data that was read from the head before the call belongs to this request.
    /// </summary>
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
            // The first value replaces the null value of an announced name.
            if (!trailer.Has(field.Name)) trailer.Remove(field.Name);
            trailer.Add(field);
        }
    }

    /// <summary>Ends the request: cancels its context, and makes every member throw.</summary>
    internal void EndServe()
    {
        // Interlocked.Exchange is a fence: another thread that is creating parts sees that the request has ended, or else this thread sees
        // its parts.
        Interlocked.Exchange(ref _received, null);
        if (_parts is not { } parts) return;
        parts.ExistingExtras?.FormFiles?.Dispose();
        // The context ends last, because its callbacks are the program's code and may throw.
        parts.Context?.End();
    }

    private RequestSource Received
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var received = _received;
            if (received is null) ThrowNotLive();
            return received;
        }
    }

    // The parts, created on first use. Throws if the request has ended.
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

    // Decodes any part. A generic method with a delegate would be compiled for each type, and enlarge native binaries.
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
            // The head was being reused by another request.
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
            IsHttp2 = received.Head.IsHttp2,
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
        var made = _received?.Owner?.MakeContext() ?? new RequestContext();
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
        // Parts are created only if the request has a trailer.
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
