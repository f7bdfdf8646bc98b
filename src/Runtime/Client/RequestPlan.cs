// What will be sent for a request, decided before any connection is asked for: a request that cannot be written must not cost a dial,
// and must not leave half of itself on a connection (BEHAVIOUR C10).
using System.Buffers;

namespace RouteGen;

internal readonly struct RequestPlan
{
    // RFC 9110 section 5.5: no control bytes apart from the tab; and a value's character is one byte.
    private static readonly SearchValues<char> s_valueChars = SearchValues.Create(ValueChars());

    internal readonly string Method;
    internal readonly string Target;
    internal readonly string Host;

    /// <summary>What is sent; null: no body.</summary>
    internal readonly Body? Body;

    /// <summary>The body's length in bytes; -1: sent chunked.</summary>
    internal readonly long Length;

    /// <summary>Whether the connection ends with this exchange because this side says so.</summary>
    internal readonly bool WantsClose;

    /// <summary>Whether <c>Connection: close</c> has to be added by the writer.</summary>
    internal readonly bool AddsClose;

    internal readonly bool ExpectsContinue;

    private RequestPlan(Request request, Body? body, long length, ConnectionWish wish, bool keepAlivesDisabled)
    {
        Method = request.Method;
        Target = request.Url.RequestUri;
        Host = request.Host.Length == 0 ? request.Url.HostField : Url.ToHostField(request.Host);
        if (Method == "CONNECT" && request.Url.Path.Length == 0) Target = request.Url.Opaque.Length > 0 ? request.Url.Opaque : Host;
        Body = body;
        Length = length;
        WantsClose = request.Close || wish.Close || keepAlivesDisabled;
        AddsClose = (request.Close && !wish.Close) || (keepAlivesDisabled && !request.Close && !wish.Close && !wish.Upgrade);
        ExpectsContinue = wish.ExpectsContinue && body is not null;
    }

    internal bool IsChunked => Length < 0;

    /// <summary>Whether the body can be sent again, or there is none.</summary>
    internal bool IsReplayable => Body is null or MemoryBody;

    /// <summary>Checks a request and plans it.</summary>
    /// <exception cref="InvalidOperationException">The request cannot be written; the message says why.</exception>
    internal static RequestPlan For(Request request, Body? body, bool keepAlivesDisabled)
    {
        if (!HeaderNames.IsToken(request.Method)) throw new InvalidOperationException("The request's method is not a token.");
        var wish = CheckFields(request.Header);
        var length = body is null ? 0 : request.IsChunked ? -1 : DeclaredLength(request, body);
        if (body is null && request.ContentLength > 0)
            throw new InvalidOperationException($"The request declares {request.ContentLength} bytes and has no body.");
        if (length < 0 && request.Trailer is { } trailer) CheckTrailer(trailer);
        var plan = new RequestPlan(request, body, length, wish, keepAlivesDisabled);
        if (plan.Target.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw new InvalidOperationException("The request's target holds a character that a request line cannot.");
        if (plan.Host.Length == 0) throw new InvalidOperationException("There is no host in the request's URL.");
        return plan;
    }

    /// <summary>A zero beside a body means "not said", as in Go.</summary>
    internal static long DeclaredLength(Request request, Body body) =>
        request.ContentLength != 0 ? request.ContentLength : body.ContentLength;

    /// <summary>Whether the method usually has no body, so that an unknown one is looked at before it is announced.</summary>
    internal static bool UsuallyLacksBody(string method) => method is "GET" or "HEAD" or "DELETE" or "OPTIONS" or "PROPFIND" or "SEARCH";

    /// <summary>Whether a value can be sent: nothing in it can end the field.</summary>
    internal static bool IsFieldValue(string value) => value.AsSpan().IndexOfAnyExcept(s_valueChars) < 0;

    private static ConnectionWish CheckFields(Header header)
    {
        var wish = default(ConnectionWish);
        if (header.IsUntouched) return wish;
        header.Materialise();
        foreach (ref readonly var field in header.Fields)
        {
            if (!HeaderNames.IsToken(field.Name)) throw new InvalidOperationException("The name of a header field is not a token.");
            if (field.Value is not { } value) continue;
            if (!IsFieldValue(value))
                throw new InvalidOperationException($"The value of the header field \"{field.Name}\" holds a character that a field cannot.");
            if (field.Name == "Connection")
            {
                wish.Close |= HasToken(value, "close");
                wish.Upgrade |= HasToken(value, "upgrade");
            }
            else if (field.Name == "Expect")
            {
                wish.ExpectsContinue |= HasToken(value, "100-continue");
            }
        }

        return wish;
    }

    // RFC 9110 section 6.5.1: fields that frame the message cannot come behind it.
    private static void CheckTrailer(Header trailer)
    {
        trailer.Materialise();
        foreach (ref readonly var field in trailer.Fields)
        {
            if (field.Name is "Transfer-Encoding" or "Trailer" or "Content-Length")
                throw new InvalidOperationException($"The field \"{field.Name}\" cannot be a trailer field.");
            if (!HeaderNames.IsToken(field.Name)) throw new InvalidOperationException("The name of a trailer field is not a token.");
        }
    }

    private static bool HasToken(string list, string token)
    {
        foreach (var range in list.AsSpan().Split(','))
            if (list.AsSpan()[range].Trim(" \t").Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static string ValueChars() => string.Create(0x100 - 0x20, 0, static (chars, _) =>
    {
        chars[0] = '\t';
        var count = 1;
        for (var value = 0x20; value <= 0xFF; value++)
            if (value != 0x7F) chars[count++] = (char)value;
    });

    // What the fields of the user say about the connection.
    private struct ConnectionWish
    {
        internal bool Close;
        internal bool Upgrade;
        internal bool ExpectsContinue;
    }
}
