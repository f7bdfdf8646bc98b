// A checked request. The plan is created before a connection is requested, so that an invalid request causes neither a dial nor a partial
// write (BEHAVIOUR C10).
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

internal readonly struct RequestPlan
{
    internal readonly string Method;
    internal readonly string Target;
    internal readonly string Host;

    /// <summary>The body that is sent. Null if there is none.</summary>
    internal readonly Body? Body;

    /// <summary>The body's length in bytes, or -1 if unknown.</summary>
    internal readonly long Length;

    /// <summary>
    /// True if the body is sent in chunks. A body of unknown length is sent without chunks only for CONNECT, as the bytes of a tunnel.
    /// </summary>
    internal readonly bool IsChunked;

    /// <summary>True if this side closes the connection after the exchange.</summary>
    internal readonly bool WantsClose;

    /// <summary>True if the writer must add <c>Connection: close</c>.</summary>
    internal readonly bool AddsClose;

    internal readonly bool ExpectsContinue;

    /// <summary>The <c>Accept-Encoding</c> that the transport adds, in which case it decodes the response. Null if it adds none.</summary>
    internal readonly string? AcceptEncoding;

    /// <summary>Credentials for a forwarding proxy. Null if there are none.</summary>
    internal readonly string? ProxyAuthorization;

    /// <summary>User name and password of the URL. Null if there are none.</summary>
    internal readonly UserInfo? User;

    /// <summary>Function that creates the body again. Null if the program has set none.</summary>
    internal readonly Func<Body>? GetBody;

    /// <summary>
    /// True if the request can safely be repeated: its method is safe (RFC 9110 section 9.2.1), or it has an <c>Idempotency-Key</c>.
    /// </summary>
    internal readonly bool IsIdempotent;

    private RequestPlan(Request request, Url url, Body? body, bool isChunked, long length, FieldWishes wishes, Sender sender)
    {
        var (host, closes) = (request.Host, request.Close);
        Method = request.Method;
        Host = host.Length == 0 ? url.HostField : Url.ToHostField(host);
        Target = TargetOf(Method, url, Host, sender.IsForwarded);
        User = url.User is { IsEmpty: false } user ? user : null;
        Body = body;
        GetBody = request.GetBody;
        Length = length;
        IsChunked = body is not null && (isChunked || (length < 0 && Method != "CONNECT"));
        IsIdempotent = Method is "GET" or "HEAD" or "OPTIONS" or "TRACE" || wishes.IdempotencyKey;
        WantsClose = closes || wishes.Close || sender.KeepAlivesDisabled;
        AddsClose = (closes && !wishes.Close) || (sender.KeepAlivesDisabled && !closes && !wishes.Close && !wishes.Upgrade);
        ExpectsContinue = wishes.ExpectsContinue && body is not null;
        // A range of a compressed body cannot be decoded, and HEAD should get the fields of an uncompressed response (BEHAVIOUR C13).
        AcceptEncoding = wishes.AcceptEncoding || wishes.Range || Method == "HEAD" ? null : sender.AcceptEncoding;
        ProxyAuthorization = wishes.ProxyAuthorization ? null : sender.ProxyAuthorization;
    }

    /// <summary>True if the body can be sent again, or there is none.</summary>
    internal bool IsReplayable => Body is null or MemoryBody || GetBody is not null;

    /// <summary>Checks a request and creates its plan.</summary>
    /// <param name="request">The request. Each property is read once, because another thread may be changing it.</param>
    /// <param name="url">The URL of the request, which determines the connection.</param>
    /// <param name="body">The body that is sent. Null if there is none.</param>
    /// <param name="sender">The settings of the sender.</param>
    /// <exception cref="InvalidOperationException">The request is invalid. The message gives the reason.</exception>
    internal static RequestPlan For(Request request, Url url, Body? body, in Sender sender)
    {
        var wishes = CheckFields(request.SentHeader);
        var (isChunked, declared) = (request.IsChunked, request.ContentLength);
        if (body is null && declared > 0) throw new InvalidOperationException($"The request declares {declared} bytes, but has no body.");
        var length = body is null ? 0 : isChunked ? -1 : declared != 0 ? declared : body.ContentLength;
        if (length == 0 && body is ProbedBody { HasBytes: true })
            throw new InvalidOperationException("The request declares an empty body, but its body is not empty.");
        var plan = new RequestPlan(request, url, body, isChunked, length, wishes, sender);
        if (!HeaderNames.IsToken(plan.Method)) throw new InvalidOperationException("The request's method is not a token.");
        if (plan.IsChunked && request.Trailer is { } trailer) CheckTrailer(trailer);
        if (plan.Target.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw new InvalidOperationException("The request target contains a character that is not allowed in a request line.");
        if (plan.Host.Length == 0) throw new InvalidOperationException("The request's URL has no host.");
        return plan;
    }

    /// <summary>Returns the declared length of a body. As in Go, a request whose length is zero declares none.</summary>
    internal static long DeclaredLength(Request request, Body body) =>
        request.ContentLength != 0 ? request.ContentLength : body.ContentLength;

    /// <summary>
    /// Returns true if the body must be probed before the head is written. With a method that usually has no body, a body of unknown length
    /// may be empty (BEHAVIOUR P39). A body that was declared empty may have bytes, which the server would take for the next request.
    /// </summary>
    internal static bool NeedsProbe(Request request, Body body) =>
        !request.IsChunked && request.Method != "CONNECT" && DeclaredLength(request, body) switch
        {
            0 => body is not MemoryBody,
            < 0 => UsuallyLacksBody(request.Method),
            _ => false,
        };

    /// <summary>Returns true if requests with this method usually have no body.</summary>
    internal static bool UsuallyLacksBody(string method) => method is "GET" or "HEAD" or "DELETE" or "OPTIONS" or "PROPFIND" or "SEARCH";

    /// <summary>Returns the value of an <c>Authorization</c> field (RFC 7617 section 2), or null if there are no credentials.</summary>
    /// <exception cref="InvalidOperationException">The name or password contains a lone surrogate.</exception>
    internal static string? BasicCredentials(UserInfo? user) =>
        user is null or { IsEmpty: true } ? null : ToBasic(user.ToOctets());

    /// <inheritdoc cref="BasicCredentials(UserInfo)"/>
    internal static string BasicCredentials(string username, string? password) => ToBasic(UserInfo.ToOctets(username, password));

    private static string ToBasic(byte[] octets) => "Basic " + Convert.ToBase64String(octets);

    // RFC 9112 section 3.2: absolute form for a forwarding proxy, authority form for a tunnel, otherwise origin form.
    private static string TargetOf(string method, Url url, string host, bool isForwarded)
    {
        if (isForwarded && url.Scheme.Length > 0 && url.Opaque.Length == 0) return $"{url.Scheme}://{host}{url.RequestUri}";
        if (method == "CONNECT" && url.Path.Length == 0) return url.Opaque.Length > 0 ? url.Opaque : host;
        return url.RequestUri;
    }

    private static FieldWishes CheckFields(Header? header)
    {
        var wishes = default(FieldWishes);
        if (header is null or { IsUntouched: true }) return wishes;
        header.Materialise();
        foreach (var field in header.Fields)
        {
            CheckField(field);
            if (field.Value is { } value) wishes.Note(field.Name, value);
        }

        return wishes;
    }

    /// <summary>Checks a field. Called again when the field is written, because it may have changed.</summary>
    /// <param name="field">A copy of the field, because another thread may be changing the header.</param>
    /// <exception cref="InvalidOperationException">The name is not a token, or the value contains an invalid character.</exception>
    internal static void CheckField(in Header.Field field)
    {
        if (!HeaderNames.IsToken(field.Name)) throw new InvalidOperationException("The name of a header field is not a token.");
        if (field.Value is { } value && !FieldText.IsWritable(value))
            throw new InvalidOperationException(
                $"The value of the header field \"{field.Name}\" contains a character that is not allowed in a field.");
    }

    // RFC 9110 section 6.5.1: fields that frame the message cannot be trailer fields.
    private static void CheckTrailer(Header trailer)
    {
        trailer.Materialise();
        foreach (var field in trailer.Fields) CheckTrailerName(field.Name);
    }

    /// <summary>
    /// Checks the name of a trailer field. Called again when the field is written, because it may have been added later.
    /// </summary>
    /// <exception cref="InvalidOperationException">The name is not a token, or the field frames the message.</exception>
    internal static void CheckTrailerName(string name)
    {
        if (IsTrailerName(name)) return;
        if (IsFraming(name)) throw new InvalidOperationException($"The field \"{name}\" cannot be a trailer field.");
        throw new InvalidOperationException("The name of a trailer field is not a token.");
    }

    /// <summary>
    /// Returns true if a trailer field may have the name: it is a token, and the field does not frame the message.
    /// </summary>
    internal static bool IsTrailerName(string name) => !IsFraming(name) && HeaderNames.IsToken(name);

    private static bool IsFraming(string name) => name is "Transfer-Encoding" or "Trailer" or "Content-Length";

    private static bool HasToken(string list, string token)
    {
        foreach (var range in list.AsSpan().Split(','))
            if (list.AsSpan()[range].Trim(" \t").Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Settings of the transport and of the route to the server that affect every request.</summary>
    internal readonly struct Sender(bool keepAlivesDisabled, string? acceptEncoding, bool isForwarded, string? proxyAuthorization)
    {
        internal readonly bool KeepAlivesDisabled = keepAlivesDisabled;
        internal readonly string? AcceptEncoding = acceptEncoding;
        internal readonly bool IsForwarded = isForwarded;
        internal readonly string? ProxyAuthorization = proxyAuthorization;

        internal static Sender Plain => default;
    }

    // The effects of the program's fields on the connection and on the fields that a client adds.
    private struct FieldWishes
    {
        internal bool Close;
        internal bool Upgrade;
        internal bool ExpectsContinue;
        internal bool AcceptEncoding;
        internal bool Range;
        internal bool ProxyAuthorization;
        internal bool IdempotencyKey;

        internal void Note(string name, string value)
        {
            switch (name)
            {
                case "Connection":
                    Close |= HasToken(value, "close");
                    Upgrade |= HasToken(value, "upgrade");
                    break;
                case "Expect":
                    ExpectsContinue |= HasToken(value, "100-continue");
                    break;
                case "Accept-Encoding":
                    AcceptEncoding |= value.Length > 0;
                    break;
                case "Range":
                    Range |= value.Length > 0;
                    break;
                case "Proxy-Authorization":
                    ProxyAuthorization = true;
                    break;
                case "Idempotency-Key" or "X-Idempotency-Key":
                    IdempotencyKey = true;
                    break;
            }
        }
    }
}
