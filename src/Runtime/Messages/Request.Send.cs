// Members for requests that a client sends, and for copies.
namespace RouteGen;

public sealed partial class Request
{
    // Creates a copy, which is a client request even if the original is served.
    private Request(Request other, RequestContext? context, Header? header)
    {
        var from = other.Parts;
        _parts = new RequestParts
        {
            IsCalled = true,
            Header = header,
            Method = other.Method,
            Url = other.Url,
            Host = other.Host,
            Body = from.Body,
            ContentLength = from.ContentLength,
            RemoteAddr = other.RemoteAddr,
            // The copy shares the context. A client request may not have created one yet; the context of a served request ends with the
            // request.
            Context = context ?? (from.IsCalled ? from.Context : other.Context),
            IsChunked = from.IsChunked,
            Close = from.Close,
            IsOld = from.IsOld,
            IsHttp2 = from.IsHttp2,
        };
        SetTrailer(_parts, other.Trailer);
        if (from.ExistingExtras is { } extras && (extras.GetBody ?? (object?)extras.Response) is not null)
        {
            _parts.Extras.GetBody = extras.GetBody;
            _parts.Extras.Response = extras.Response;
        }

        // The copy keeps the pattern but not the entry: its path may change, so it has no wildcard values.
        if (other._route is { Pattern: { Length: > 0 } pattern } route)
            _route = new ChosenRoute(pattern, entry: null) { IsOfMux = route is ChosenRoute { IsOfMux: true } };
    }

    /// <summary>
    /// Creates a new body when the request is redirected or retried. Null, the default, means that only a body of bytes or text can be sent
    /// again. Go's name: <c>Request.GetBody</c>.
    /// </summary>
    /// <remarks>
    /// The body that was sent before is disposed first. If a read of that body does not end within 50 ms after its token was cancelled, the
    /// body may still be in use. The new body must then not share its stream.
    /// </remarks>
    public Func<Body>? GetBody
    {
        get => Live(_parts?.ExistingExtras?.GetBody);
        set => Parts.Extras.GetBody = value;
    }

    /// <summary>
    /// The response that redirected the client to this request, or null if there is none. Only <c>Client.CheckRedirect</c> may read its
    /// body.
    /// </summary>
    public Response? Response
    {
        get => Live(_parts?.ExistingExtras?.Response);
        internal set => Parts.Extras.Response = value;
    }

    /// <summary>
    /// Returns a copy with separate fields and the same body. Only one of the two can be sent, unless the body can be sent again. The copy
    /// of a served request stays valid after the request has ended, except for its body. Go's name: <c>Request.Clone</c>.
    /// </summary>
    /// <param name="context">The context of the copy. Null means this request's context.</param>
    public Request Clone(RequestContext? context = null) => new(this, context, Header.Clone()) { Trailer = Trailer?.Clone() };

    /// <summary>
    /// Returns a copy with another context. The copy shares the fields, unless this request is served. Go's name:
    /// <c>Request.WithContext</c>.
    /// </summary>
    /// <param name="context">The context of the copy.</param>
    public Request WithContext(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The fields of a served request become invalid when it ends.
        return new Request(this, context, _parts is { IsCalled: true } ? Header : Header.Clone());
    }

    /// <summary>Returns a copy to which a client can add fields without changing the original.</summary>
    internal Request Fork() => new(this, context: null, Header.Clone());

    /// <summary>
    /// Sets <c>Authorization</c> to a user name and password of Basic authentication (RFC 7617), in UTF-8. They are encoded but not
    /// encrypted. Go's name: <c>Request.SetBasicAuth</c>.
    /// </summary>
    /// <param name="username">The name, without a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidOperationException">The name or password contains a lone surrogate.</exception>
    public void SetBasicAuth(string username, string password)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(password);
        Header.Set("Authorization", RequestPlan.BasicCredentials(username, password));
    }

    /// <summary>True if there is no body, or it can be sent again.</summary>
    internal bool CanReplayBody => GetBody is not null || SentBody is MemoryBody;

    /// <summary>Returns an unread copy of the body, or null if the body can be read once only.</summary>
    internal Body? ReplayBody() => GetBody is { } make ? make() : SentBody.Replay();
}
