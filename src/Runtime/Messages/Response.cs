namespace RouteGen;

/// <summary>A response received by a client. Go's name: <c>http.Response</c>.</summary>
/// <remarks>
/// Read the body to the end or dispose the response. Both release the connection, but only a completely read body makes it reusable. Not
/// thread-safe.
/// </remarks>
public sealed partial class Response : IDisposable, IAsyncDisposable
{
    private readonly ReceivedHead? _received;
    private Header? _header;

    /// <summary>Creates a response that was not received from a server, for example in a recorder or a custom transport.</summary>
    public Response()
    {
    }

    /// <summary>Creates a received response. The body is set later.</summary>
    internal Response(ReceivedHead received, Request request)
    {
        _received = received;
        StatusCode = received.StatusCode;
        Status = received.Status;
        Proto = received.Proto;
        IsChunked = received.IsChunked;
        Request = request;
    }

    /// <summary>The status code, such as 200.</summary>
    public int StatusCode { get; set; }

    /// <summary>Status code and reason phrase as received, such as <c>200 OK</c>. Go's name: <c>Status</c>.</summary>
    public string Status { get; set; } = "";

    /// <summary>The protocol, such as <c>HTTP/1.1</c>.</summary>
    public string Proto { get; init; } = "HTTP/1.1";

    /// <summary>The fields. As in Go, <c>Transfer-Encoding</c> and <c>Trailer</c> are not included.</summary>
    public Header Header
    {
        get => _header ??= MakeHeader();
        init => _header = value;
    }

    /// <summary>The body, never null. A read at the end of an incomplete body throws.</summary>
    public Body Body
    {
        get;
        set => field = Body.OfResponse(value);
    } = Body.EmptyOfResponse;

    /// <summary>The declared length in bytes, or -1 if unknown.</summary>
    public long ContentLength { get; set; } = -1;

    /// <summary>True if the body was sent in the chunked transfer coding.</summary>
    public bool IsChunked { get; init; }

    /// <summary>
    /// True if the transport requested compression itself and decompresses the body while it is read. <c>Content-Encoding</c> and
    /// <c>Content-Length</c> are then removed from the fields, and <see cref="ContentLength"/> is -1.
    /// </summary>
    public bool Uncompressed { get; init; }

    /// <summary>True if the connection is closed after this response.</summary>
    public bool Close { get; init; }

    /// <summary>
    /// The trailer fields. Null if none were announced or received. Values are available after the body was read to its end.
    /// </summary>
    public Header? Trailer { get; set; }

    /// <summary>Result of the connection's TLS handshake. Null if the connection does not use TLS. Go's name: <c>TLS</c>.</summary>
    public TlsConnectionState? Tls { get; init; }

    /// <summary>The request to which this is the response.</summary>
    public Request? Request { get; init; }

    /// <summary>
    /// Returns the well-formed cookies that the response sets, in order. Each call parses the fields again. Go's name:
    /// <c>Response.Cookies</c>.
    /// </summary>
    public IReadOnlyList<Cookie> Cookies() => CookieReader.ReadSetCookies(Header);

    /// <summary>
    /// Returns the target of the <c>Location</c> field, resolved against the URL of <see cref="Request"/>. Null if the field is absent or
    /// empty.
    /// Go's name: <c>Response.Location</c>.
    /// </summary>
    /// <exception cref="FormatException">The value is not a URL.</exception>
    public Url? Location()
    {
        if (LocationReference() is not { } reference) return null;
        return Request is { } request ? request.Url.Resolve(reference) : reference;
    }

    /// <summary>
    /// Parses the <c>Location</c> field. If the value is not UTF-8, each non-ASCII byte is escaped. Null if the field is absent or
    /// empty.
    /// </summary>
    /// <exception cref="FormatException">The value is not a URL.</exception>
    internal Url? LocationReference()
    {
        if (!Header.TryGetField("Location", out var field) || field.Value is not { Length: > 0 } text) return null;
        return Url.Parse(field.IsLatin1 ? UrlEncoding.EscapeLatin1(text) : text);
    }

    /// <summary>Abandons the unread rest of the body. Go's name: <c>Body.Close</c>.</summary>
    public void Dispose() => Body.Dispose();

    /// <summary>Abandons the unread rest of the body.</summary>
    public ValueTask DisposeAsync() => Body.DisposeAsync();

    /// <summary>Adds the options of hidden <c>Connection</c> fields, which <see cref="Header"/> omits, to a collection.</summary>
    internal void AddHiddenOptions(ICollection<string> options)
    {
        if (_received is not null) MakeHeader().AddHiddenOptions(options);
    }

    // Responses share the bytes and field lines of the head. A header copies them before its first change.
    private Header MakeHeader()
    {
        var header = new Header();
        if (_received is not null) header.Bind(_received.Bytes, _received.Block);
        return header;
    }
}
