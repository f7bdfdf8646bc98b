// The client's side of a request: the sender's options besides the fields, and copies.
namespace RouteGen;

public sealed partial class Request
{
    // A copy: an ordinary object, whatever the other one is.
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
            // A served request's context ends with its response. A context that was never requested carries nothing.
            Context = context ?? (from.IsCalled ? from.Context : other.Context),
            IsChunked = from.IsChunked,
            Close = from.Close,
            IsOld = from.IsOld,
        };
        SetTrailer(_parts, other.Trailer);
        if (from.ExistingExtras is { } extras && (extras.GetBody ?? (object?)extras.Response) is not null)
        {
            _parts.Extras.GetBody = extras.GetBody;
            _parts.Extras.Response = extras.Response;
        }

        Pattern = other.Pattern;
    }

    /// <summary>
    /// Returns a new body, for a redirect or a second attempt. If null, the default, a body of bytes or text is sent again, and any other
    /// body cannot be. Go's name: <c>Request.GetBody</c>.
    /// </summary>
    public Func<Body>? GetBody
    {
        get => Live(_parts?.ExistingExtras?.GetBody);
        set => Parts.Extras.GetBody = value;
    }

    /// <summary>
    /// The response that redirected to this request, or null for the first request. Only <c>Client.CheckRedirect</c> may read its
    /// body.
    /// </summary>
    public Response? Response
    {
        get => Live(_parts?.ExistingExtras?.Response);
        internal set => Parts.Extras.Response = value;
    }

    /// <summary>
    /// Returns a copy with its own fields and the same body: only one of the two can be sent, unless the body can be created again. The
    /// copy of a served request stays readable after the response, except for its body. Go's name: <c>Request.Clone</c>.
    /// </summary>
    /// <param name="context">Cancellation and values of the copy. Null means those of this request.</param>
    public Request Clone(RequestContext? context = null) => new(this, context, Header.Clone()) { Trailer = Trailer?.Clone() };

    /// <summary>
    /// Returns a copy that shares everything except the context with this request. Go's name: <c>Request.WithContext</c>.
    /// </summary>
    /// <param name="context">Cancellation and values of the copy.</param>
    public Request WithContext(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The fields of a served request go with it.
        return new Request(this, context, _parts is { IsCalled: true } ? Header : Header.Clone());
    }

    /// <summary>A copy with fields of its own, to which a client adds what the caller has not to see.</summary>
    internal Request Fork() => new(this, context: null, Header.Clone());

    /// <summary>
    /// Sets <c>Authorization</c> to name and password (RFC 7617). They are encoded but not encrypted. Go's name:
    /// <c>Request.SetBasicAuth</c>.
    /// </summary>
    /// <remarks>Encoded as UTF-8.</remarks>
    /// <param name="username">The name, without a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidOperationException">Either contains a lone surrogate.</exception>
    public void SetBasicAuth(string username, string password)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(password);
        Header.Set("Authorization", RequestPlan.BasicCredentials(username, password));
    }

    /// <summary>True if there is a body that can be sent again, or none at all.</summary>
    internal bool CanReplayBody => GetBody is not null || SentBody is MemoryBody;

    /// <summary>Returns the body from its beginning, or null if it can be read only once.</summary>
    internal Body? ReplayBody() => GetBody is { } make ? make() : SentBody.Replay();
}
