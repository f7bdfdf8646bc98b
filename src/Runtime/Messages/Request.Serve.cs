// The served side of a request: how a connection fills it, and how its parts are decoded on demand.
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    private const int KeptHeadBytesMax = 4096;

    private readonly RequestHead? _serverHead;
    private byte[] _headBytes = [];

    // How many bytes of _headBytes the parsed head has; 0: none is parsed, or another is being parsed.
    private int _knownHeadLength;
    private Conn? _conn;
    private IContextOwner? _contextOwner;
    private string? _remoteAddr;
    private bool _live;
    private bool _escaped;
    private bool _isRewritten;

    /// <summary>A request to be served, again and again.</summary>
    internal Request()
    {
        _header = new Header();
        _serverHead = new RequestHead();
    }

    /// <summary>The target as received. Go's name: <c>RequestURI</c>. Empty for a called request.</summary>
    public string Target => Live(DecodeAscii(_serverHead?.TargetStart ?? 0, _serverHead?.TargetLength ?? 0));

    /// <summary>The decoded path. Go's name: <c>URL.Path</c>.</summary>
    public string Path => Url.Path;

    /// <summary>The query without its question mark, as received. Go's name: <c>URL.RawQuery</c>.</summary>
    public string RawQuery => Url.RawQuery;

    /// <summary>
    /// The peer's address, as <c>IP:port</c>. Empty for a called request. A handler in front that knows better, behind a proxy say, may set it.
    /// </summary>
    public string RemoteAddr
    {
        get => Live(this)._remoteAddr ??= _conn is null ? "" : FormatAddress(_conn.RemoteEndPoint);
        set => Live(this)._remoteAddr = value ?? "";
    }

    /// <summary>Where the parser writes; the connection parses into it before <see cref="BeginServe"/>.</summary>
    internal RequestHead ServerHead => _serverHead!;

    /// <summary>Whether something that outlives the handler may have been handed out: then the request is not reused.</summary>
    internal bool HasEscaped => _escaped;

    /// <summary>
    /// Whether method, host and path are those of the received head: then a mux may match its bytes. False for a called request, and once
    /// a handler in front has set one of them.
    /// </summary>
    internal bool IsAsReceived => _serverHead is not null && !_isRewritten;

    /// <summary>The escaped path as received.</summary>
    internal ReadOnlySpan<byte> RawPath => _headBytes.AsSpan(_serverHead!.PathStart, _serverHead.PathLength);

    /// <summary>The query as received.</summary>
    internal ReadOnlySpan<byte> RawQueryBytes => _headBytes.AsSpan(_serverHead!.QueryStart, _serverHead.QueryLength);

    /// <summary>The effective host as received.</summary>
    internal ReadOnlySpan<byte> RawHost => _headBytes.AsSpan(_serverHead!.HostStart, _serverHead.HostLength);

    /// <summary>The method as received.</summary>
    internal ReadOnlySpan<byte> RawMethod => _headBytes.AsSpan(0, _serverHead!.MethodLength);

    /// <summary>
    /// Whether <paramref name="input"/> begins with the very bytes that <see cref="ServerHead"/> was parsed from last. What parsing finds depends on
    /// the bytes and the limits alone, so it need not be done again; and since a head ends with an empty line, none that is longer begins with them.
    /// </summary>
    /// <remarks>The bytes may be another connection's. Every one of them is compared, so that the time it takes tells nobody how far a guess was right.</remarks>
    internal bool IsHeadKnown(ReadOnlySpan<byte> input, int headBytesMax, int fieldCountMax)
    {
        var length = _knownHeadLength;
        return length > 0 && length <= input.Length && length <= headBytesMax && _serverHead!.FieldCount <= fieldCountMax
            && WireBytes.AreSame(input[..length], new ReadOnlySpan<byte>(_headBytes, 0, length));
    }

    /// <summary>Begins to parse another head into <see cref="ServerHead"/>.</summary>
    internal void ForgetHead()
    {
        _knownHeadLength = 0;
        _serverHead!.Reset();
    }

    private void KeepHead(ReadOnlySpan<byte> head)
    {
        if (_headBytes.Length < head.Length) _headBytes = new byte[Math.Max(256, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)head.Length))];
        head.CopyTo(_headBytes);
        _knownHeadLength = head.Length;
    }

    /// <summary>Takes a copy of the head that was parsed into <see cref="ServerHead"/> and becomes live. Without a connection (a test's request) it comes from nowhere.</summary>
    internal void BeginServe(ReadOnlySpan<byte> head, Conn? conn, Body body, IContextOwner? contextOwner = null)
    {
        if (_knownHeadLength == 0) KeepHead(head);
        var parsed = _serverHead!;
        // Whoever kept the request may have set something after its answer.
        ForgetDecoded();
        _conn = conn;
        _contextOwner = contextOwner;
        if (!ReferenceEquals(_body, body)) _body = body;
        _contentLength = parsed.IsChunked ? -1 : Math.Max(0, parsed.ContentLength);
        IsChunked = parsed.IsChunked;
        Close = parsed.HasClose || (parsed.MinorVersion == 0 && !parsed.HasKeepAlive);
        var proto = parsed.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
        if (!ReferenceEquals(Proto, proto)) Proto = proto;
        _header.Bind(_headBytes, parsed);
        if (parsed.IsChunked && parsed.TrailerField >= 0) _trailer = AnnouncedTrailer(parsed);
        _escaped = false;
        _isRewritten = false;
        _live = true;
    }

    /// <summary>The body has ended, and behind it stood these trailer fields (BEHAVIOUR S8).</summary>
    internal void AddTrailers(TrailerBlock trailers)
    {
        var received = new Header();
        received.Bind(trailers.Bytes, trailers);
        var trailer = _trailer ??= new Header();
        received.Materialise();
        foreach (ref readonly var field in received.Fields)
        {
            // The name that was announced makes room for its first value.
            if (!trailer.Has(field.Name)) trailer.Remove(field.Name);
            trailer.Add(field);
        }
    }

    // The names that a chunked request announces are there, without values, before its body has been read (as in Go).
    private Header AnnouncedTrailer(RequestHead head)
    {
        var trailer = new Header();
        var names = new TrailerNames(head, _headBytes);
        while (names.MoveNext()) trailer.Set(Encoding.Latin1.GetString(names.Current), null);
        return trailer;
    }

    /// <summary>The handler has completed: the context ends, and every member throws until the next <see cref="BeginServe"/>.</summary>
    internal void EndServe()
    {
        _context?.End();
        _conn = null;
        _contextOwner = null;
        if (!ReferenceEquals(_body, Body.Empty)) _body = Body.Empty;
        _formFiles?.Dispose();
        ForgetDecoded();
        _header.Clear();
        if (_headBytes.Length > KeptHeadBytesMax)
        {
            _headBytes = [];
            _knownHeadLength = 0;
        }

        _live = false;
    }

    /// <summary>Leaves a request that may still be in somebody's hands to the garbage collector: it stays readable and is not reused.</summary>
    internal void Abandon()
    {
        _header.Materialise();
        _live = false;
        _formFiles?.Dispose();
        // Last: it calls what users have registered, and that may fail.
        _context?.End();
    }

    private void ForgetDecoded()
    {
        _context = null;
        _method = null;
        _host = null;
        _url = null;
        _strippedOf = null;
        _trailer = null;
        _remoteAddr = null;
        _forms = null;
        _multipartForm = null;
        _formFiles = null;
        Pattern = "";
        SetMount(null, null);
        ForgetPathValues();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Live<T>(T value)
    {
        if (!_live) ThrowNotLive();
        return value;
    }

    [DoesNotReturn]
    private static void ThrowNotLive() =>
        throw new ObjectDisposedException(nameof(Request), "The request has been answered. Copy what is needed before the handler completes.");

    private string DecodeMethod()
    {
        var method = RawMethod;
        return Methods.TryIntern(method) ?? Encoding.ASCII.GetString(method);
    }

    private string DecodeHost() => _serverHead is { } head ? Encoding.ASCII.GetString(_headBytes, head.HostStart, head.HostLength) : "";

    private string DecodeAscii(int start, int length) => length == 0 ? "" : Encoding.ASCII.GetString(_headBytes, start, length);

    private Url MakeUrl()
    {
        var url = DecodeUrl();
        return _strippedOf is { } mount ? mount.Strip(url)! : url;
    }

    private Url DecodeUrl()
    {
        var head = _serverHead!;
        return Url.FromServed(
            head.Form,
            DecodeAscii(head.TargetStart, head.TargetLength),
            DecodeAscii(head.PathStart, head.PathLength),
            DecodeAscii(head.QueryStart, head.QueryLength),
            head.HasQuery);
    }

    internal static string FormatAddress(EndPoint address) => address is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : address.ToString() ?? "";
}
